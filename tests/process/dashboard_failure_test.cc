// Tests of dashboards that fail for good, and of how a dashboard shows gateways
// that failed for good.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/dashboard_tree.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/verbs.h"

namespace hermes::fixture {
namespace {

constexpr char kDefaultSlot[] = "gateway-default";

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> LinesWith(const std::string& text,
                                   const std::string& part) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (Has(line, part)) lines.push_back(line);
    begin = end + 1;
  }
  return lines;
}

// Listens on a port for as long as it lives.
class TakenPort {
 public:
  TakenPort() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (bind(fd_, any, size) != 0 || listen(fd_, 1) != 0 ||
        getsockname(fd_, any, &size) != 0) {
      ADD_FAILURE() << "no port to take";
    }
    port_ = ntohs(address.sin_port);
  }
  TakenPort(const TakenPort&) = delete;
  ~TakenPort() { close(fd_); }
  std::string port() const { return std::to_string(port_); }

 private:
  int fd_;
  uint16_t port_ = 0;
};

class DashboardFailureTest : public testing::Test {
 protected:
  void Start(std::vector<std::string> variables) {
    DashboardTreeOptions options;
    options.variables = std::move(variables);
    tree_ = std::make_unique<DashboardTree>(options);
    gateway_ = tree_->WaitUntilReady(kDefaultSlot);
    ASSERT_NE(gateway_, -1) << tree_->Printed();
  }

  bool WaitUntilFailed() {
    return WaitUntil([&] {
      return Has(tree_->Hermes({"gateway", "status"}).out,
                 "\ndashboard: failed");
    });
  }

  // Expects that the dashboard is down for good after exit code `code`, that
  // `docker logs` says so once, and that the gateway still runs.
  void ExpectFailedWith(const std::string& code) {
    ASSERT_TRUE(WaitUntilFailed())
        << tree_->Hermes({"gateway", "status"}).out << tree_->Printed();
    const std::string status = tree_->Hermes({"gateway", "status"}).out;
    EXPECT_TRUE(Has(status, "\ndashboard: failed, exit code " + code + "\n"))
        << status;
    EXPECT_EQ(tree_->container().SlotStatus("dashboard", "up,wantedup"),
              "false false");
    EXPECT_EQ(LinesWith(tree_->Printed(), "it stays down").size(), 1u)
        << tree_->Printed();
    EXPECT_EQ(tree_->container().SlotStatus(kDefaultSlot, "up,pid"),
              "true " + std::to_string(gateway_));
    EXPECT_TRUE(tree_->container().init().Running());
  }

  std::unique_ptr<DashboardTree> tree_;
  pid_t gateway_ = -1;
};

TEST_F(DashboardFailureTest,
       RefusesAddressBeyondLoopbackWithoutLoginAndSaysSoOnce) {
  ASSERT_NO_FATAL_FAILURE(Start({"HERMES_DASHBOARD_HOST=0.0.0.0"}));
  ExpectFailedWith("78");
  const std::string printed = tree_->Printed();
  EXPECT_EQ(LinesWith(printed, "HERMES_DASHBOARD_BASIC_AUTH_USERNAME").size(),
            1u)
      << printed;
  EXPECT_EQ(LinesWith(printed, "dashboard: ended with exit code").size(), 1u)
      << printed;
}

TEST_F(DashboardFailureTest, ReportsPortInUseOnce) {
  const TakenPort taken;
  ASSERT_NO_FATAL_FAILURE(Start({"HERMES_DASHBOARD_PORT=" + taken.port()}));
  ExpectFailedWith("78");
  EXPECT_EQ(LinesWith(tree_->Printed(), "dashboard_port_in_use").size(), 1u)
      << tree_->Printed();
}

// The dashboard starts five times: after 0, 0, 1, 2 and 4 s.
TEST_F(DashboardFailureTest, GivesUpAfterFiveConsecutiveEarlyExits) {
  ASSERT_NO_FATAL_FAILURE(Start({}));
  pid_t dashboard = -1;
  for (int death = 1; death <= 5; ++death) {
    dashboard = tree_->WaitForDashboard(dashboard);
    ASSERT_NE(dashboard, -1) << death << tree_->Printed();
    tree_->container().ns().Signal(dashboard, SIGKILL);
  }
  ExpectFailedWith("137");
  EXPECT_TRUE(Has(tree_->Printed(), "5 times in a row")) << tree_->Printed();
}

// A dashboard that was started by hand holds the data directory, so the one in
// the slot exits with 1 each time.
TEST_F(DashboardFailureTest, GivesUpIfAnotherDashboardHoldsDataDirectory) {
  ASSERT_NO_FATAL_FAILURE(Start({}));
  ASSERT_NE(tree_->WaitForDashboard(), -1) << tree_->Printed();
  ASSERT_EQ(tree_->Hermes({"dashboard", "--stop"}).exit_code, 0);
  const std::unique_ptr<Child> other = tree_->container().Start(
      {"dashboard", "--port", "0"}, {}, kHermesUid, kHermes);
  ASSERT_TRUE(other->WaitForOut("listens: ")) << other->err();
  Command start;
  start.argv = {"/usr/bin/s6-svc", "-U", "/run/service/dashboard"};
  start.environment = {"PATH=/usr/bin:/bin"};
  start.uid = kHermesUid;
  ASSERT_EQ(tree_->container().Start(start)->Wait(), 0);
  ExpectFailedWith("1");
  EXPECT_EQ(
      LinesWith(tree_->Printed(), "dashboard: ended with exit code 1").size(),
      5u)
      << tree_->Printed();
  EXPECT_TRUE(other->Running());
}

TEST(DashboardShowsFailureTest, ShowsGatewayThatFailedForGood) {
  DashboardTreeOptions options;
  options.files = QuietProfile("coder");
  options.files["profiles/coder/config.yaml"] = "model: [\n";
  DashboardTree tree(options);
  ASSERT_NE(tree.WaitUntilReady(kDefaultSlot), -1) << tree.Printed();
  ASSERT_NE(tree.WaitForDashboard(), -1) << tree.Printed();
  DashboardEvents events(tree.port(), "/api/events");
  ASSERT_TRUE(events.WaitFor("event: profiles"));
  ASSERT_EQ(tree.Operate("start", "coder").status, 202);
  EXPECT_TRUE(events.WaitFor("\"health\":\"failed\"")) << events.received();
  EXPECT_TRUE(tree.WaitForProfile("coder", "state", "failed"));
  const boost::json::object coder = tree.Profile("coder");
  EXPECT_EQ(coder.at("failed_code"), 78);
  EXPECT_EQ(coder.at("wanted_up"), false);
  EXPECT_TRUE(coder.at("problem").is_string());
  const boost::json::array& restarts = coder.at("restarts").as_array();
  ASSERT_EQ(restarts.size(), 1u);
  EXPECT_TRUE(
      Has(std::string(restarts[0].at("cause").as_string()), "exit code 78"));
  EXPECT_EQ(tree.Profile("default").at("health"), "ok");
}

}  // namespace
}  // namespace hermes::fixture
