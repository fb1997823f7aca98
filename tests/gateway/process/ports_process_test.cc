#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>

#include "shim/base/unique_fd.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr char kCodersKey[] = "coders-key-0123456789";

std::string Bearer(const std::string& key) {
  return "Authorization: Bearer " + key + "\r\n";
}

// Returns a port that was free a moment ago.
std::string FreePort() {
  const UniqueFd taken(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(bind(taken.get(), plain, length), 0);
  EXPECT_EQ(getsockname(taken.get(), plain, &length), 0);
  return std::to_string(ntohs(address.sin_port));
}

// A root with the profiles default and coder. All gateways get the container's
// API_SERVER_* variables, as in a real container.
class PortsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(mkdir(root_.Path("profiles").c_str(), 0755), 0);
    ASSERT_EQ(mkdir(root_.Path("profiles/coder").c_str(), 0755), 0);
    root_.Write("profiles/coder/SOUL.md", "");
  }

  void WriteDotenv(const std::string& text) {
    root_.Write("profiles/coder/.env", text);
  }

  static Launch ForDefault(const std::string& port) {
    Launch launch;
    launch.environment = {{"API_SERVER_KEY", kTestKey},
                          {"API_SERVER_PORT", port}};
    return launch;
  }

  static Launch ForCoder(const std::string& port) {
    Launch launch = ForDefault(port);
    launch.args = {"-p", "coder", "gateway", "run"};
    return launch;
  }

  uint16_t CodersPort() {
    const std::string state = root_.Read("profiles/coder/gateway_state.json");
    const std::string base = "http://127.0.0.1:";
    const size_t at = state.find(base);
    if (at == std::string::npos) return 0;
    return static_cast<uint16_t>(std::stoi(state.substr(at + base.size())));
  }

  // Expects exit code 78 and one line that contains all `parts`.
  static void ExpectRefused(GatewayProcess& gateway,
                            const std::vector<std::string>& parts) {
    EXPECT_EQ(gateway.Wait(), 78);
    const std::string err = gateway.Err();
    EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
    for (const std::string& part : parts) {
      EXPECT_NE(err.find(part), std::string::npos) << part << " in " << err;
    }
  }

  TempDirectory root_;
};

TEST_F(PortsTest, RunsTwoProfilesWithSeparatePortsAndKeys) {
  WriteDotenv("API_SERVER_PORT=0\nAPI_SERVER_KEY=" + std::string(kCodersKey));
  GatewayProcess one(root_, ForDefault("0"));
  ASSERT_TRUE(one.WaitForState("running"));
  GatewayProcess coder(root_, ForCoder("0"));
  ASSERT_TRUE(Eventually([&] { return CodersPort() != 0; })) << coder.Err();
  EXPECT_NE(CodersPort(), one.Port());
  const auto status = [](uint16_t port, const std::string& key) {
    return Fetch(port, "GET", "/health/detailed", Bearer(key)).status;
  };
  EXPECT_EQ(status(one.Port(), kTestKey), 200);
  EXPECT_EQ(status(one.Port(), kCodersKey), 401);
  EXPECT_EQ(status(CodersPort(), kCodersKey), 200);
  EXPECT_EQ(status(CodersPort(), kTestKey), 401);
}

TEST_F(PortsTest, ReportsThatApiIsOffWithoutKey) {
  const std::string port = FreePort();
  GatewayProcess one(root_, ForDefault(port));
  ASSERT_TRUE(one.WaitForState("running"));
  GatewayProcess coder(root_, ForCoder(port));
  ASSERT_TRUE(Eventually([&] { return !coder.Out().empty(); })) << coder.Err();
  EXPECT_NE(coder.Out().find("off: API_SERVER_KEY is not set"),
            std::string::npos);
  EXPECT_TRUE(coder.Running());
  EXPECT_TRUE(one.Running());
}

TEST_F(PortsTest, RejectsPortOfDefaultProfileBeforeBinding) {
  const std::string port = FreePort();
  WriteDotenv("API_SERVER_KEY=" + std::string(kCodersKey) +
              "\nAPI_SERVER_PORT=" + port + "\n");
  GatewayProcess coder(root_, ForCoder(port));
  ExpectRefused(coder,
                {"coder and default", port, "the container's environment",
                 "API_SERVER_PORT in " + root_.Path("profiles/coder/.env")});
  EXPECT_NE(root_.Read("profiles/coder/gateway_state.json")
                .find("api_server_port_conflict"),
            std::string::npos);
}

TEST_F(PortsTest, KeepsRunningGatewayOnConflict) {
  const std::string key = "API_SERVER_KEY=" + std::string(kCodersKey) + "\n";
  const std::string port = FreePort();
  WriteDotenv(key + "API_SERVER_PORT=0\n");
  GatewayProcess first(root_, ForCoder(port));
  ASSERT_TRUE(Eventually([&] { return CodersPort() != 0; })) << first.Err();
  WriteDotenv(key + "API_SERVER_PORT=" + port + "\n");
  Launch replacing = ForCoder(port);
  replacing.args.push_back("--replace");
  GatewayProcess second(root_, replacing);
  ExpectRefused(second, {"coder and default"});
  EXPECT_TRUE(first.Running());
  EXPECT_NE(CodersPort(), 0);
}

TEST_F(PortsTest, NamesProfileThatHoldsBusyPort) {
  WriteDotenv("API_SERVER_PORT=0\nAPI_SERVER_KEY=" + std::string(kCodersKey));
  GatewayProcess coder(root_, ForCoder("0"));
  ASSERT_TRUE(Eventually([&] { return CodersPort() != 0; })) << coder.Err();
  GatewayProcess one(root_, ForDefault(std::to_string(CodersPort())));
  ExpectRefused(one, {"api_server_port_in_use",
                      "the profile coder, pid " + std::to_string(coder.pid()),
                      root_.Path(".env")});
  EXPECT_TRUE(coder.Running());
}

TEST_F(PortsTest, AcceptsPortOfOwnPredecessor) {
  const std::string port = FreePort();
  GatewayProcess first(root_, ForDefault(port));
  ASSERT_TRUE(first.WaitForState("running"));
  Launch replacing = ForDefault(port);
  replacing.args.push_back("--replace");
  GatewayProcess second(root_, replacing);
  ASSERT_TRUE(second.WaitForState("running"));
  EXPECT_EQ(first.Wait(), 0);
  EXPECT_EQ(std::to_string(second.Port()), port);
}

TEST_F(PortsTest, IgnoresDamagedFilesOfAnotherProfile) {
  root_.Write(".env", "API_SERVER_KEY='never closed\n");
  root_.Write("config.yaml", "a: [\n");
  WriteDotenv("API_SERVER_PORT=0\nAPI_SERVER_KEY=" + std::string(kCodersKey));
  GatewayProcess coder(root_, ForCoder(""));
  ASSERT_TRUE(Eventually([&] { return CodersPort() != 0; })) << coder.Err();
  GatewayProcess one(root_, ForDefault("0"));
  ExpectRefused(one, {root_.Path("config.yaml") + ":"});
  EXPECT_TRUE(coder.Running());
}

}  // namespace
}  // namespace hermes::gateway
