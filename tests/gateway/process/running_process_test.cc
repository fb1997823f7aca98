#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"

namespace hermes::gateway {
namespace {

constexpr uid_t kSomebody = 10000;

Launch WithKey() {
  Launch launch;
  launch.environment = {{"API_SERVER_KEY", kTestKey}};
  return launch;
}

std::string Bearer(const std::string& key) {
  return "Authorization: Bearer " + key + "\r\n";
}

int ModeOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return static_cast<int>(status.st_mode & 07777);
}

std::string KeyIn(const TempDirectory& home) {
  const std::string text = home.Read(".env");
  const size_t at = text.find("\nAPI_SERVER_KEY=");
  if (at == std::string::npos) return "";
  return text.substr(at + sizeof("\nAPI_SERVER_KEY=") - 1, 64);
}

TEST(RunningTest, AnswersOnApiAfterFirstStart) {
  const TempDirectory home;
  Launch launch;
  launch.args = {"gateway", "run", "-vv"};
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  for (const char* name :
       {"memories", "sessions", "skills", "skins", "logs", "plans", "workspace",
        "cron", "home", "SOUL.md", "config.yaml"}) {
    EXPECT_TRUE(home.Has(name)) << name;
  }
  EXPECT_EQ(ModeOf(home.Path(".env")), 0600);
  const std::string key = KeyIn(home);
  ASSERT_EQ(key.size(), 64u);
  EXPECT_EQ(
      Fetch(gateway.Port(), "GET", "/health/detailed", Bearer(key)).status,
      200);
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/x?key=" + key).status, 404);
  gateway.Signal(SIGINT);
  gateway.Wait();
  // The request was logged, but the key appears nowhere.
  EXPECT_NE(gateway.Err().find("GET /x?key=[redacted]"), std::string::npos)
      << gateway.Err();
  for (const std::string& text :
       {gateway.Out(), gateway.Err(), home.Read("gateway_state.json"),
        home.Read("gateway.lock")}) {
    EXPECT_EQ(text.find(key), std::string::npos);
  }
}

TEST(RunningTest, KeepsFilesOnSecondStart) {
  const TempDirectory home;
  { ASSERT_TRUE(GatewayProcess(home).WaitForState("running")); }
  const std::string secret = home.Read(".env");
  home.Write("SOUL.md", "my own");
  GatewayProcess second(home);
  ASSERT_TRUE(second.WaitForState("running"));
  EXPECT_EQ(home.Read(".env"), secret);
  EXPECT_EQ(home.Read("SOUL.md"), "my own");
}

TEST(RunningTest, ShowsInBannerThatApiIsOffWithoutKey) {
  const TempDirectory home;
  home.Write(".env", "# no key here\n");
  GatewayProcess gateway(home);
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_EQ(gateway.Port(), 0);
  ASSERT_TRUE(Eventually([&] { return !gateway.Out().empty(); }));
  EXPECT_NE(gateway.Out().find("off: API_SERVER_KEY is not set"),
            std::string::npos)
      << gateway.Out();
}

TEST(RunningTest, PrintsBannerOnceWithBoundPort) {
  const TempDirectory home;
  GatewayProcess gateway(home, WithKey());
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGINT);
  const std::string url = "http://127.0.0.1:" + std::to_string(gateway.Port());
  ASSERT_EQ(gateway.Wait(), 0);
  const std::string out = gateway.Out();
  EXPECT_EQ(out.find("Hermes gateway 0.1.0"), 0u) << out;
  EXPECT_EQ(out.find("Hermes gateway", 1), std::string::npos) << out;
  EXPECT_NE(out.find(home.path()), std::string::npos) << out;
  EXPECT_NE(out.find("API_SERVER_HOST=0.0.0.0"), std::string::npos) << out;
  // stderr has only the line about the signal.
  const std::string err = gateway.Err();
  EXPECT_NE(err.find("SIGINT from pid "), std::string::npos) << err;
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
}

TEST(RunningTest, AnswersAsDocumented) {
  const TempDirectory home;
  GatewayProcess gateway(home, WithKey());
  ASSERT_TRUE(gateway.WaitForState("running"));
  const uint16_t port = gateway.Port();
  const HttpResponse health = Fetch(port, "GET", "/health");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.body,
            R"({"status":"ok","platform":"hermes-agent","version":"0.1.0"})");
  EXPECT_EQ(health.headers.at("content-type"), "application/json");
  EXPECT_EQ(Fetch(port, "HEAD", "/v1/health").status, 200);
  EXPECT_EQ(Fetch(port, "GET", "/health/detailed").status, 401);
  EXPECT_EQ(
      Fetch(port, "GET", "/health/detailed", Bearer("x" + std::string(18, 'y')))
          .status,
      401);
  EXPECT_EQ(Fetch(port, "POST", "/health", "", "{}").headers.at("allow"),
            "GET, HEAD, OPTIONS");
  EXPECT_EQ(Fetch(port, "GET", "/v1/models", Bearer(kTestKey)).status, 200);
  EXPECT_EQ(Fetch(port, "GET", "/v1/runs", Bearer(kTestKey)).status, 404);
  EXPECT_EQ(Fetch(port, "GET", "/health", "Origin: https://evil\r\n").status,
            403);
}

TEST(RunningTest, ChecksRealStateForDetailedHealth) {
  const TempDirectory home;
  GatewayProcess gateway(home, WithKey());
  ASSERT_TRUE(gateway.WaitForState("running"));
  const auto checks = [&] {
    const HttpResponse response =
        Fetch(gateway.Port(), "GET", "/health/detailed", Bearer(kTestKey));
    EXPECT_EQ(response.status, 200);
    return boost::json::parse(response.body)
        .at("readiness")
        .at("checks")
        .as_object();
  };
  boost::json::object good = checks();
  EXPECT_EQ(good.at("config").at("status"), "ok");
  EXPECT_EQ(good.at("gateway").at("status"), "ok");
  EXPECT_EQ(good.at("model").at("status"), "degraded");
  EXPECT_TRUE(good.contains("disk"));
  EXPECT_EQ(good.at("state_db").at("status"), "ok");
  EXPECT_EQ(good.at("background_queues").at("status"), "ok");
  home.Write("config.yaml", "a: [\n");
  ASSERT_EQ(unlink(home.Path("gateway.pid").c_str()), 0);
  boost::json::object bad = checks();
  EXPECT_EQ(bad.at("config").at("status"), "degraded");
  EXPECT_EQ(bad.at("gateway").at("status"), "degraded");
}

TEST(RunningTest, KeepsUnknownKeysInState) {
  const TempDirectory home;
  home.Write("gateway_state.json",
             R"({"desired_state":"running","updated_at":1790000000,"x":1})");
  GatewayProcess gateway(home);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGINT);
  ASSERT_EQ(gateway.Wait(), 0);
  EXPECT_EQ(gateway.State().at("desired_state"), "running");
  EXPECT_EQ(gateway.State().at("x"), 1);
  EXPECT_EQ(gateway.State().at("gateway_state"), "stopped");
}

TEST(RunningTest, ReportsReadinessWhenItListens) {
  const TempDirectory home;
  int fds[2];
  ASSERT_EQ(pipe2(fds, O_CLOEXEC), 0);
  const UniqueFd in(fds[0]);
  UniqueFd out(fds[1]);
  Launch launch = WithKey();
  launch.notify_fd = out.get();
  GatewayProcess gateway(home, launch);
  out.reset();
  pollfd ready = {in.get(), POLLIN, 0};
  ASSERT_EQ(poll(&ready, 1, 30000), 1);
  char got[8] = {};
  ASSERT_EQ(read(in.get(), got, sizeof(got)), 1) << gateway.Err();
  EXPECT_EQ(got[0], '\n');
  // Does not wait: readiness means that this already works.
  EXPECT_EQ(gateway.State().at("gateway_state"), "running");
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
  EXPECT_EQ(read(in.get(), got, sizeof(got)), 0);
}

TEST(RunningTest, NeverUsesStdoutAsNotificationDescriptor) {
  const TempDirectory home;
  Launch launch;
  launch.environment = {{"HERMES_NOTIFY_FD", "1"}};
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  ASSERT_TRUE(Eventually([&] { return !gateway.Out().empty(); }));
  EXPECT_EQ(gateway.Out().find("Hermes"), 0u) << gateway.Out();
}

TEST(RunningTest, RunsWithClosedStandardStreams) {
  const TempDirectory home;
  Launch launch = WithKey();
  launch.close_standard_streams = true;
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
  // No output went into a file that got the descriptor 1 or 2.
  EXPECT_EQ(home.Read("gateway.lock").find("Hermes gateway"),
            std::string::npos);
  gateway.Signal(SIGINT);
  EXPECT_EQ(gateway.Wait(), 0);
}

TEST(RunningTest, DoesNotBlockOnUnreadStdout) {
  const TempDirectory home;
  int fds[2];
  ASSERT_EQ(pipe2(fds, O_CLOEXEC), 0);
  const UniqueFd in(fds[0]);
  const UniqueFd out(fds[1]);
  ASSERT_EQ(fcntl(out.get(), F_SETFL, O_NONBLOCK), 0);
  const std::string filler(4096, 'x');
  while (write(out.get(), filler.data(), filler.size()) > 0) {
  }
  ASSERT_EQ(fcntl(out.get(), F_SETFL, 0), 0);
  Launch launch = WithKey();
  launch.stdout_fd = out.get();
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
  gateway.Signal(SIGINT);
  EXPECT_EQ(gateway.Wait(), 0);
}

TEST(RunningTest, SurvivesClosedReaderOfStdout) {
  const TempDirectory home;
  int fds[2];
  ASSERT_EQ(pipe2(fds, O_CLOEXEC), 0);
  close(fds[0]);
  const UniqueFd out(fds[1]);
  Launch launch = WithKey();
  launch.stdout_fd = out.get();
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
}

TEST(RunningTest, ServesOnFullDiskWithoutRecords) {
  const TempDirectory home;
  {
    GatewayProcess seeding(home);
    ASSERT_TRUE(seeding.WaitForState("running"));
    seeding.Signal(SIGINT);
    ASSERT_EQ(seeding.Wait(), 0);
  }
  int fds[2];
  ASSERT_EQ(pipe2(fds, O_CLOEXEC), 0);
  const UniqueFd in(fds[0]);
  const UniqueFd out(fds[1]);
  Launch launch = WithKey();
  launch.full_disk = true;
  launch.stdout_fd = out.get();
  GatewayProcess gateway(home, launch);
  pollfd printed = {in.get(), POLLIN, 0};
  ASSERT_EQ(poll(&printed, 1, 30000), 1);
  char banner[4096] = {};
  ASSERT_GT(read(in.get(), banner, sizeof(banner) - 1), 0);
  const char* url = strstr(banner, "http://127.0.0.1:");
  ASSERT_NE(url, nullptr) << banner;
  const int port = atoi(url + strlen("http://127.0.0.1:"));
  EXPECT_EQ(Fetch(static_cast<uint16_t>(port), "GET", "/health").status, 200);
  EXPECT_EQ(home.Read("gateway_state.json").empty(), false);  // the old content
  GatewayProcess second(home);
  EXPECT_EQ(second.Wait(), 1);  // the lock still protects the home
  gateway.Signal(SIGINT);
  EXPECT_EQ(gateway.Wait(), 0);
}

TEST(RunningTest, RunsAsAnyUserWhoOwnsItsFiles) {
  const TempDirectory home;
  ASSERT_EQ(chown(home.path().c_str(), kSomebody, kSomebody), 0);
  Launch launch = WithKey();
  launch.uid = kSomebody;
  launch.environment["HERMES_ALLOW_ROOT_GATEWAY"] = "";
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
  for (const char* name : {".env", "SOUL.md", "gateway.pid", "logs"}) {
    struct stat status = {};
    ASSERT_EQ(stat(home.Path(name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_uid, kSomebody) << name;
  }
  gateway.Signal(SIGTERM);
  EXPECT_EQ(gateway.Wait(), 1);
}

TEST(RunningTest, PrintsNothingOnStderrIfQuiet) {
  const TempDirectory home;
  Launch launch;
  launch.args = {"gateway", "run", "-q", "-v"};
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGTERM);
  gateway.Wait();
  EXPECT_EQ(gateway.Err(), "");
}

}  // namespace
}  // namespace hermes::gateway
