#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "tests/gateway/process/gateway_process.h"

namespace hermes::gateway {
namespace {

constexpr uid_t kSomebody = 10000;

// Expects one line on stderr that contains `part`, and no output on stdout.
void ExpectOneLine(const GatewayProcess& gateway, const std::string& part) {
  const std::string err = gateway.Err();
  EXPECT_EQ(err.rfind("hermes: ", 0), 0u) << err;
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  EXPECT_NE(err.find(part), std::string::npos) << err;
  EXPECT_EQ(gateway.Out(), "");
}

struct UsageCase {
  const char* name;
  std::vector<std::string> args;
  const char* part;
};

class UsageProcessTest : public testing::TestWithParam<UsageCase> {};

TEST_P(UsageProcessTest, ExitsWith64AndChangesNoFile) {
  const TempDirectory home;
  Launch launch;
  launch.args = GetParam().args;
  GatewayProcess gateway(home, launch);
  EXPECT_EQ(gateway.Wait(), 64);
  ExpectOneLine(gateway, GetParam().part);
  EXPECT_TRUE(std::filesystem::is_empty(home.path()));
}

INSTANTIATE_TEST_SUITE_P(
    Table, UsageProcessTest,
    testing::Values(
        UsageCase{"NoCommand", {}, "not in this version"},
        UsageCase{
            "GatewaySetup", {"gateway", "setup"}, "`hermes gateway setup`"},
        UsageCase{
            "StartOfNoProfile", {"-p", "ghost", "gateway", "start"}, "ghost"},
        UsageCase{"StopOfABadName", {"gateway", "stop", "-p", "../x"}, "../x"},
        UsageCase{"ReservedProfile", {"profile", "create", "tmp"}, "'tmp'"},
        UsageCase{"ProfileInCapitals", {"profile", "create", "A"}, "'A'"},
        UsageCase{"ClimbingProfile", {"profile", "create", "../x"}, "'../x'"},
        UsageCase{"UnknownProfileVerb", {"profile", "paint"}, "paint"},
        UsageCase{"UnknownWord", {"frobnicate"}, "frobnicate"},
        UsageCase{
            "UnknownOption", {"gateway", "run", "--helpful"}, "--helpful"},
        UsageCase{"UnknownProfile", {"-p", "ghost", "gateway", "run"}, "ghost"},
        UsageCase{"BadProfile", {"-p", "../x", "gateway", "run"}, "../x"}),
    [](const testing::TestParamInfo<UsageCase>& i) { return i.param.name; });

// Commands that need a supervisor, in a container without one.
class UnsupervisedTest : public testing::TestWithParam<const char*> {
 protected:
  // Runs the verb; stores its stdout in `told`.
  static void ExpectRefusal(const char* verb, std::string* told) {
    const TempDirectory home;
    Launch launch;
    launch.args = {"gateway", verb};
    GatewayProcess hermes(home, launch);
    EXPECT_EQ(hermes.Wait(), 69);
    const std::string err = hermes.Err();
    EXPECT_EQ(err.rfind("hermes: nothing supervises gateways", 0), 0u) << err;
    EXPECT_NE(err.find("PID 1 is '"), std::string::npos) << err;
    EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
    EXPECT_TRUE(std::filesystem::is_empty(home.path()));
    *told = hermes.Out();
  }
};

class OperateUnsupervisedTest : public UnsupervisedTest {};

TEST_P(OperateUnsupervisedTest, ExitsWith69AndNamesPid1) {
  std::string told;
  ExpectRefusal(GetParam(), &told);
  EXPECT_EQ(told, "");
}

INSTANTIATE_TEST_SUITE_P(Verbs, OperateUnsupervisedTest,
                         testing::Values("start", "stop", "restart"),
                         [](const testing::TestParamInfo<const char*>& i) {
                           return std::string(i.param);
                         });

class LookUnsupervisedTest : public UnsupervisedTest {};

TEST_P(LookUnsupervisedTest, PrintsLockStateFirst) {
  std::string told;
  ExpectRefusal(GetParam(), &told);
  EXPECT_NE(told.find("gateway.lock is free"), std::string::npos) << told;
}

INSTANTIATE_TEST_SUITE_P(Verbs, LookUnsupervisedTest,
                         testing::Values("status", "list"),
                         [](const testing::TestParamInfo<const char*>& i) {
                           return std::string(i.param);
                         });

TEST(InstallTest, PrintsAdviceAndSucceeds) {
  for (const char* verb : {"install", "uninstall"}) {
    const TempDirectory home;
    Launch launch;
    launch.args = {"gateway", verb};
    GatewayProcess hermes(home, launch);
    EXPECT_EQ(hermes.Wait(), 0);
    ExpectOneLine(hermes, "hermes gateway start");
  }
}

TEST(InformationTest, PrintsVersionAndHelpOnStdout) {
  const TempDirectory home;
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"--version"}, "hermes 0.1.0\n"},
      {{"--help"}, "usage: hermes"},
      {{"gateway", "run", "--help"}, "--replace"}};
  for (const auto& [args, part] : cases) {
    Launch launch;
    launch.args = args;
    GatewayProcess hermes(home, launch);
    EXPECT_EQ(hermes.Wait(), 0);
    EXPECT_NE(hermes.Out().find(part), std::string::npos) << hermes.Out();
    EXPECT_EQ(hermes.Err(), "");
  }
}

TEST(PermissionTest, RejectsRootWith77) {
  const TempDirectory home;
  Launch launch;
  launch.environment = {{"HERMES_ALLOW_ROOT_GATEWAY", ""}};
  GatewayProcess gateway(home, launch);
  EXPECT_EQ(gateway.Wait(), 77);
  ExpectOneLine(gateway, "HERMES_ALLOW_ROOT_GATEWAY=1");
  EXPECT_TRUE(std::filesystem::is_empty(home.path()));
}

TEST(PermissionTest, ExitsWith77IfHomeIsNotWritable) {
  const TempDirectory home;
  ASSERT_EQ(chmod(home.path().c_str(), 0755), 0);
  Launch launch;
  launch.uid = kSomebody;
  GatewayProcess gateway(home, launch);
  EXPECT_EQ(gateway.Wait(), 77);
  ExpectOneLine(gateway, home.path());
}

TEST(PermissionTest, ExitsWith73IfHomeCannotBeCreated) {
  const TempDirectory home;
  home.Write("file", "");
  Launch launch;
  launch.environment = {{"HERMES_HOME", home.Path("file/home")}};
  GatewayProcess gateway(home, launch);
  EXPECT_EQ(gateway.Wait(), 73);
  ExpectOneLine(gateway, "file/home");
}

class ConfigurationTest : public testing::Test {
 protected:
  // Expects that a gateway ends with 78, with one line that contains `part`,
  // and that startup_failed is recorded.
  void ExpectRefused(const Launch& launch, const std::string& part) {
    GatewayProcess gateway(home_, launch);
    EXPECT_EQ(gateway.Wait(), 78);
    ExpectOneLine(gateway, part);
    const boost::json::object state = gateway.State();
    ASSERT_TRUE(state.contains("gateway_state"));
    EXPECT_EQ(state.at("gateway_state"), "startup_failed");
    EXPECT_FALSE(home_.Has("gateway.pid"));
  }

  TempDirectory home_;
};

TEST_F(ConfigurationTest, ExitsWith78AndLineOfMalformedYaml) {
  home_.Write("config.yaml", "a: 1\nb: [\n");
  ExpectRefused({}, home_.Path("config.yaml") + ":");
}

TEST_F(ConfigurationTest, ExitsWith78AndLineOfMalformedDotenvWithoutSecret) {
  home_.Write(".env", "# fine\nAPI_SERVER_KEY=\"secret-without-end\n");
  ExpectRefused({}, home_.Path(".env") + ":2: ");
  EXPECT_EQ(home_.Read("gateway_state.json").find("secret"), std::string::npos);
}

TEST_F(ConfigurationTest, ExitsWith78IfConfigIsUnreadable) {
  home_.Write("config.yaml", "a: 1\n");
  ASSERT_EQ(chmod(home_.Path("config.yaml").c_str(), 0), 0);
  ASSERT_EQ(chown(home_.path().c_str(), kSomebody, kSomebody), 0);
  Launch launch;
  launch.uid = kSomebody;
  ExpectRefused(launch, "config.yaml:1: cannot be read");
  ExpectRefused(launch, "uid 10000 must be able to read it");
}

TEST_F(ConfigurationTest, ExitsWith78WithoutShowingWeakKey) {
  Launch launch;
  launch.environment = {{"API_SERVER_KEY", "tooshort"}};
  GatewayProcess gateway(home_, launch);
  EXPECT_EQ(gateway.Wait(), 78);
  ExpectOneLine(gateway, "api_server_key_invalid");
  EXPECT_EQ(gateway.Err().find("tooshort"), std::string::npos);
  EXPECT_EQ(gateway.State().at("platforms").at("api_server").at("error_code"),
            "api_server_key_invalid");
}

TEST_F(ConfigurationTest, ExitsWith78AndAddressIfPortIsInUse) {
  const UniqueFd taken(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(taken.get(), plain, length), 0);
  ASSERT_EQ(listen(taken.get(), 1), 0);
  ASSERT_EQ(getsockname(taken.get(), plain, &length), 0);
  const std::string port = std::to_string(ntohs(address.sin_port));
  Launch launch;
  launch.environment = {{"API_SERVER_KEY", kTestKey},
                        {"API_SERVER_PORT", port}};
  ExpectRefused(launch, "port " + port + " on 127.0.0.1");
}

TEST_F(ConfigurationTest, ExitsWith78ForInvalidPort) {
  Launch launch;
  launch.environment = {{"API_SERVER_KEY", kTestKey},
                        {"API_SERVER_PORT", "http"}};
  ExpectRefused(launch, "API_SERVER_PORT");
}

TEST_F(ConfigurationTest, AcceptsUnknownKeys) {
  home_.Write("config.yaml", "zebra: {stripes: [1, 2]}\n");
  GatewayProcess gateway(home_);
  EXPECT_TRUE(gateway.WaitForState("running"));
}

}  // namespace
}  // namespace hermes::gateway
