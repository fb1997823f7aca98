// Tests of the image's supervised dashboard, over its published port.
#include <signal.h>
#include <sys/types.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/container_processes.h"
#include "tests/container/data_directory.h"
#include "tests/container/docker_container.h"
#include "tests/container/http_get.h"
#include "tests/container/http_stream.h"
#include "tests/container/program.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kPassword[] = "correct-horse-battery";
constexpr char kSlot[] = "/run/service/dashboard";

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

Strings operator+(Strings first, const Strings& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Hashes as users do: through a pipe, without a terminal.
Output HashPassword(const Strings& options) {
  std::string command = "printf '%s\\n' \"$0\" | exec docker run --rm -i";
  for (const std::string& option : options) command += " '" + option + "'";
  command += " '" + TestImage() + "' dashboard --hash-password";
  return RunProgram({"sh", "-c", command, kPassword});
}

const std::string& Hash() {
  static const std::string hash = [] {
    const std::string out = HashPassword({}).out;
    return out.substr(0, out.find('\n'));
  }();
  return hash;
}

// Returns options for a dashboard that is reachable from outside and has a
// login.
Strings WithLogin() {
  return Published() +
         Strings{"-p", "127.0.0.1::9119",
                 "-e", "HERMES_DASHBOARD=1",
                 "-e", "HERMES_DASHBOARD_HOST=0.0.0.0",
                 "-e", "HERMES_DASHBOARD_BASIC_AUTH_USERNAME=ann",
                 "-e", "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD_HASH=" + Hash()};
}

// A container with a dashboard, and requests to it.
class Dashboard {
 public:
  explicit Dashboard(const Strings& options)
      : container_(options, {"gateway", "run"}) {}

  const DockerContainer& container() const { return container_; }
  bool WaitUntilBothAnswer() {
    return container_.WaitForHealth() && WaitUntil([this] {
             port_ = PublishedPort();
             return HttpGet(port_, "/health").status == 200;
           });
  }
  HttpReply Get(const std::string& path, const std::string& header = "") const {
    return HttpGet(port_, path, header);
  }
  // Returns the whole response, header included.
  std::string Post(const std::string& path, const std::string& body,
                   const std::string& headers = "") const {
    HttpStream stream(port_, path,
                      "Sec-Fetch-Site: same-origin\r\n"
                      "Content-Type: application/json\r\n" +
                          headers,
                      body);
    stream.WaitForEnd();
    return stream.received();
  }
  // Returns the Cookie header line of a new session, or "" if the login failed.
  std::string LogIn(const std::string& password) const {
    const std::string reply =
        Post("/auth/password-login",
             R"({"username":"ann","password":")" + password + "\"}");
    const size_t at = reply.find("Set-Cookie: ");
    if (at == std::string::npos) return "";
    return "Cookie: " + reply.substr(at + 12, reply.find(';', at) - at - 12);
  }
  std::string GatewayStatus() const {
    return container_.Exec({"hermes", "gateway", "status"}).out;
  }
  // Returns the host's pid of the dashboard that is not `other_than`, or -1 if
  // the deadline passes.
  pid_t WaitForProcess(pid_t other_than = -1) const {
    pid_t found = -1;
    WaitUntil([&] {
      found = -1;
      for (const ContainerProcess& process : container_.Processes()) {
        if (Has(process.arguments, "dashboard --no-open") &&
            process.comm == "hermes" && process.pid != other_than) {
          found = process.pid;
        }
      }
      return found != -1;
    });
    return found;
  }
  std::string Logs() const {
    const Output logs = container_.Logs();
    return logs.out + logs.err;
  }

 private:
  int PublishedPort() const {
    const std::string published =
        Docker({"port", container_.id(), "9119/tcp"}).out;
    const size_t colon = published.find(':');
    return colon == std::string::npos ? -1
                                      : atoi(published.c_str() + colon + 1);
  }

  DockerContainer container_;
  int port_ = -1;
};

TEST(DashboardImageTest, GivesAccessAfterLogin) {
  Dashboard dashboard(WithLogin());
  ASSERT_TRUE(dashboard.WaitUntilBothAnswer()) << dashboard.Logs();
  const HttpReply status = dashboard.Get("/api/status");
  EXPECT_EQ(status.status, 200);
  EXPECT_TRUE(Has(status.body, "\"auth_required\":true")) << status.body;
  const HttpReply page = dashboard.Get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(Has(page.body, "<!doctype html>"));
  EXPECT_EQ(dashboard.Get("/api/profiles").status, 401);
  EXPECT_EQ(dashboard.Get("/api/logs").status, 401);
  EXPECT_TRUE(
      Has(dashboard.Post("/api/gateway/stop", "{\"profile\":\"default\"}"),
          "HTTP/1.1 401 "));

  EXPECT_EQ(dashboard.LogIn("wrong"), "");
  const std::string cookie = dashboard.LogIn(kPassword);
  ASSERT_NE(cookie, "") << dashboard.Logs();
  const HttpReply profiles = dashboard.Get("/api/profiles", cookie);
  EXPECT_EQ(profiles.status, 200);
  EXPECT_TRUE(Has(profiles.body, "\"supervised\":true")) << profiles.body;
  EXPECT_EQ(Count(profiles.body, "\"state\":\"running\""), 2u) << profiles.body;
  EXPECT_TRUE(Has(profiles.body, "\"health\":\"ok\"")) << profiles.body;
  EXPECT_TRUE(Has(dashboard.GatewayStatus(), "\ndashboard: running, pid "))
      << dashboard.GatewayStatus();

  // Neither a log nor the arguments of a process contain a secret.
  const std::string logs = dashboard.Logs();
  EXPECT_FALSE(Has(logs, kPassword));
  EXPECT_FALSE(Has(logs, Hash()));
  for (const ContainerProcess& process : dashboard.container().Processes()) {
    EXPECT_FALSE(Has(process.arguments, Hash())) << process.arguments;
  }
}

TEST(DashboardImageTest, StopsAndStartsGateway) {
  Dashboard dashboard(WithLogin());
  ASSERT_TRUE(dashboard.WaitUntilBothAnswer()) << dashboard.Logs();
  const std::string cookie = dashboard.LogIn(kPassword);
  const pid_t first = dashboard.container().WaitForGateway().pid;
  const std::string body = "{\"profile\":\"default\"}";
  EXPECT_TRUE(Has(dashboard.Post("/api/gateway/stop", body, cookie + "\r\n"),
                  "HTTP/1.1 202 "));
  EXPECT_TRUE(WaitUntil([&] {
    return dashboard.container().SlotStatus("up,wantedup") == "false false";
  })) << dashboard.GatewayStatus();
  EXPECT_TRUE(Has(dashboard.Post("/api/gateway/start", body, cookie + "\r\n"),
                  "HTTP/1.1 202 "));
  EXPECT_NE(dashboard.container().WaitForGateway(first).pid, -1);
  EXPECT_TRUE(dashboard.container().WaitForHealth());
}

TEST(DashboardImageTest, RestartsAfterKillWithoutTouchingGateway) {
  Dashboard dashboard(WithLogin());
  ASSERT_TRUE(dashboard.WaitUntilBothAnswer()) << dashboard.Logs();
  const std::string cookie = dashboard.LogIn(kPassword);
  const pid_t gateway = dashboard.container().WaitForGateway().pid;
  const pid_t first = dashboard.WaitForProcess();
  ASSERT_NE(first, -1);
  ASSERT_EQ(kill(first, SIGKILL), 0);
  ASSERT_NE(dashboard.WaitForProcess(first), -1) << dashboard.Logs();
  ASSERT_TRUE(dashboard.WaitUntilBothAnswer());
  // Sessions survive the restart.
  EXPECT_EQ(dashboard.Get("/api/profiles", cookie).status, 200);
  EXPECT_EQ(dashboard.container().WaitForGateway().pid, gateway);
}

TEST(DashboardImageTest, StaysDownWithoutSwitchAndSaysSo) {
  Dashboard dashboard(Published() + Strings{"-p", "127.0.0.1::9119", "-e",
                                            "HERMES_DASHBOARD_HOST=0.0.0.0"});
  ASSERT_TRUE(dashboard.container().WaitForHealth()) << dashboard.Logs();
  EXPECT_TRUE(Has(dashboard.GatewayStatus(), "\ndashboard: disabled\n"))
      << dashboard.GatewayStatus();
  EXPECT_EQ(Count(dashboard.Logs(),
                  "HERMES_DASHBOARD_HOST is set, but no dashboard is started"),
            1u)
      << dashboard.Logs();
  const Output svstat = dashboard.container().Exec(
      {"/command/s6-svstat", "-o", "up,wantedup", kSlot});
  EXPECT_EQ(svstat.out, "false false\n");
}

TEST(DashboardImageTest, FailsOnceBeyondLoopbackWithoutLogin) {
  Dashboard dashboard(Published() + Strings{"-e", "HERMES_DASHBOARD=1", "-e",
                                            "HERMES_DASHBOARD_HOST=0.0.0.0"});
  ASSERT_TRUE(dashboard.container().WaitForHealth());
  EXPECT_TRUE(WaitUntil([&] {
    return Has(dashboard.GatewayStatus(), "\ndashboard: failed, exit code 78");
  })) << dashboard.GatewayStatus();
  EXPECT_EQ(
      Count(dashboard.Logs(), "HERMES_DASHBOARD_BASIC_AUTH_USERNAME and "), 1u)
      << dashboard.Logs();
  EXPECT_EQ(Count(dashboard.Logs(), "dashboard: ended with exit code"), 1u)
      << dashboard.Logs();
  EXPECT_NE(dashboard.container().WaitForGateway().pid, -1);
}

// Needs no terminal and no file: the image alone is enough.
TEST(DashboardImageTest, HashesPasswordFromPipe) {
  const DataDirectory data;
  const std::string before = data.Listing();
  const Output hashed = HashPassword(
      data.Mounted() + Strings{"--read-only", "--network", "none", "--cap-drop",
                               "ALL", "--user", "1234:1234"});
  EXPECT_EQ(hashed.exit_code, 0) << hashed.err;
  EXPECT_EQ(hashed.err, "");
  EXPECT_EQ(hashed.out.rfind("scrypt:ln=14,r=8,p=5:", 0), 0u) << hashed.out;
  EXPECT_EQ(Count(hashed.out, "\n"), 1u) << hashed.out;
  EXPECT_NE(hashed.out, Hash() + "\n");
  EXPECT_EQ(data.Listing(), before);
}

struct Hardened {
  std::string name;
  Strings options;
  uid_t uid = 10000;
};

class HardenedDashboardTest : public testing::TestWithParam<Hardened> {};

TEST_P(HardenedDashboardTest, AnswersAndShowsItsGateway) {
  const DataDirectory data(GetParam().uid, GetParam().uid);
  Dashboard dashboard(WithLogin() + data.Mounted() + GetParam().options);
  ASSERT_TRUE(dashboard.WaitUntilBothAnswer()) << dashboard.Logs();
  const std::string cookie = dashboard.LogIn(kPassword);
  ASSERT_NE(cookie, "") << dashboard.Logs();
  const HttpReply profiles = dashboard.Get("/api/profiles", cookie);
  EXPECT_EQ(Count(profiles.body, "\"state\":\"running\""), 2u) << profiles.body;
  for (const ContainerProcess& process : dashboard.container().Processes()) {
    EXPECT_EQ(process.uid, GetParam().uid) << process.arguments;
    EXPECT_EQ(StatusField(process.pid, "CapEff"), std::string(16, '0'))
        << process.arguments;
  }
}

INSTANTIATE_TEST_SUITE_P(
    With, HardenedDashboardTest,
    testing::Values(
        Hardened{"ReadOnlyRoot",
                 {"--read-only", "--tmpfs", "/run", "--tmpfs", "/tmp"}},
        Hardened{"AnyUid", {"--user", "1234:1234"}, 1234},
        Hardened{"NoCapabilities", {"--cap-drop", "ALL", "--user", "10000"}},
        Hardened{"AllOfThem",
                 {"--read-only", "--tmpfs", "/run", "--tmpfs", "/tmp", "--user",
                  "1234:1234", "--cap-drop", "ALL", "--security-opt",
                  "no-new-privileges"},
                 1234}),
    [](const testing::TestParamInfo<Hardened>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::fixture
