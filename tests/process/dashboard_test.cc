// Tests of the real dashboard and real gateways under the real hermes-entry as
// PID 1, with a real s6 tree.
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
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

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr char kDefaultSlot[] = "gateway-default";
constexpr char kCoderSlot[] = "gateway-coder";
constexpr char kWantsStopped[] = "\"desired_state\":\"stopped\"";
constexpr char kWantsRunning[] = "\"desired_state\":\"running\"";
// A change that arrives within this time was pushed. The dashboard polls every
// 0.75 s while a page is open, and a stream sends an event every 15 s in any
// case.
constexpr std::chrono::seconds kPushed{10};

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

DashboardTreeOptions WithCoder() {
  DashboardTreeOptions options;
  options.files = QuietProfile("coder");
  return options;
}

DashboardTreeOptions WithVariables(std::vector<std::string> variables) {
  DashboardTreeOptions options;
  options.variables = std::move(variables);
  return options;
}

// Starts a tree and waits until the gateway and the dashboard are ready.
class DashboardTreeTest : public testing::Test {
 protected:
  void Start(const DashboardTreeOptions& options = {}) {
    tree_ = std::make_unique<DashboardTree>(options);
    gateway_ = tree_->WaitUntilReady(kDefaultSlot);
    dashboard_ = tree_->WaitForDashboard();
    ASSERT_NE(gateway_, -1) << tree_->Printed();
    ASSERT_NE(dashboard_, -1) << tree_->Printed();
  }
  std::string Status(const std::string& slot, const std::string& fields) {
    return tree_->container().SlotStatus(slot, fields);
  }
  void Kill(pid_t pid) { tree_->container().ns().Signal(pid, SIGKILL); }

  std::unique_ptr<DashboardTree> tree_;
  pid_t gateway_ = -1;
  pid_t dashboard_ = -1;
};

TEST_F(DashboardTreeTest, ReportsGatewayAndDashboardAsRunning) {
  ASSERT_NO_FATAL_FAILURE(Start());
  const DashboardReply reply = tree_->Get("/api/profiles");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.document.at("supervised"), true);
  EXPECT_EQ(reply.document.at("not_supervised_because"), nullptr);
  const json::object& slot = reply.document.at("dashboard").as_object();
  EXPECT_EQ(slot.at("slot"), "dashboard");
  EXPECT_EQ(slot.at("state"), "running");
  EXPECT_EQ(slot.at("pid"), dashboard_);
  EXPECT_EQ(slot.at("ready"), true);
  const json::object gateway = tree_->Profile("default");
  EXPECT_EQ(gateway.at("slot"), kDefaultSlot);
  EXPECT_EQ(gateway.at("state"), "running");
  EXPECT_EQ(gateway.at("pid"), gateway_);
  EXPECT_EQ(gateway.at("gateway_pid"), gateway_);
  EXPECT_EQ(gateway.at("gateway_state"), "running");
  EXPECT_EQ(gateway.at("health"), "ok");
  EXPECT_EQ(gateway.at("wanted_up"), true);
  EXPECT_EQ(gateway.at("restarts"), json::array());
  const DashboardReply status = tree_->Get("/api/status");
  EXPECT_EQ(status.document.at("profiles_running"), 1);
  EXPECT_EQ(status.document.at("health"), "ok");
}

// The dashboard's other settings do not switch it on. Without a message an
// operator would not notice that it is down.
TEST_F(DashboardTreeTest, StaysDownWithoutSwitchAndSaysSo) {
  DashboardTree tree(WithVariables({"HERMES_DASHBOARD"}));
  ASSERT_NE(tree.WaitUntilReady(kDefaultSlot), -1) << tree.Printed();
  // Its supervisor may start after the gateway's.
  EXPECT_TRUE(WaitUntil([&] {
    return tree.container().SlotStatus("dashboard", "up,wantedup") ==
           "false false";
  })) << tree.container().SlotStatus("dashboard", "up,wantedup");
  const Said status = tree.Hermes({"gateway", "status"});
  EXPECT_EQ(status.exit_code, 0) << status.err;
  EXPECT_TRUE(Has(status.out, "\ndashboard: disabled\n")) << status.out;
  const Said document = tree.Hermes({"gateway", "status", "--json"});
  EXPECT_TRUE(Has(document.out,
                  "\"dashboard\":{\"slot\":\"dashboard\","
                  "\"state\":\"disabled\""))
      << document.out;
  const std::string printed = tree.Printed();
  EXPECT_EQ(Count(printed, "HERMES_DASHBOARD_PORT is set, but no dashboard"),
            1u)
      << printed;
  EXPECT_EQ(Count(printed, "HERMES_DASHBOARD=1"), 2u) << printed;
  EXPECT_EQ(tree.Data("dashboard.pid"), "");
}

TEST_F(DashboardTreeTest, NamesSettingWithoutEffectOnceAtBoot) {
  ASSERT_NO_FATAL_FAILURE(
      Start(WithVariables({"HERMES_DASHBOARD_INSECURE=1"})));
  ASSERT_TRUE(tree_->container().init().WaitForOut("hermes dashboard "))
      << tree_->Printed();
  const std::string printed = tree_->Printed();
  EXPECT_EQ(Count(printed, "HERMES_DASHBOARD_INSECURE"), 1u) << printed;
}

TEST_F(DashboardTreeTest, RestartsAfterKillWithoutTouchingGateways) {
  ASSERT_NO_FATAL_FAILURE(Start());
  Kill(dashboard_);
  const pid_t second = tree_->WaitForDashboard(dashboard_);
  ASSERT_NE(second, -1) << tree_->Printed();
  EXPECT_EQ(Status(kDefaultSlot, "up,pid"), "true " + std::to_string(gateway_));
  EXPECT_EQ(tree_->Profile("default").at("pid"), gateway_);
  const json::value slot = tree_->Get("/api/profiles").document.at("dashboard");
  EXPECT_EQ(slot.at("pid"), second);
  EXPECT_EQ(slot.at("last_exit_code"), 128 + SIGKILL);
  EXPECT_EQ(slot.at("young_deaths"), 1);
}

TEST_F(DashboardTreeTest, PushesKilledGatewayWithCause) {
  ASSERT_NO_FATAL_FAILURE(Start());
  DashboardEvents events(tree_->port(), "/api/events");
  ASSERT_TRUE(events.WaitFor("\"health\":\"ok\"")) << events.received();
  Kill(gateway_);
  const Clock::time_point killed = Clock::now();
  EXPECT_TRUE(events.WaitFor("\"cause\":\"was killed by signal 9 ", kPushed))
      << events.received();
  RecordProperty(
      "pushed_after_ms",
      static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                           Clock::now() - killed)
                           .count()));
  const pid_t second = tree_->WaitUntilReady(kDefaultSlot, gateway_);
  ASSERT_NE(second, -1) << tree_->Printed();
  // The same event may have contained the cause and the new pid.
  const std::string pid = "\"pid\":" + std::to_string(second);
  EXPECT_TRUE(Has(events.received(), pid) || events.WaitFor(pid))
      << events.received();
  EXPECT_TRUE(tree_->WaitForProfile("default", "health", "ok"));
  const json::object gateway = tree_->Profile("default");
  EXPECT_EQ(gateway.at("last_exit_code"), 128 + SIGKILL);
  const json::array& restarts = gateway.at("restarts").as_array();
  ASSERT_EQ(restarts.size(), 1u);
  EXPECT_TRUE(Has(std::string(restarts[0].at("cause").as_string()),
                  "was killed by signal 9"));
  EXPECT_TRUE(
      Has(std::string(restarts[0].at("outcome").as_string()), "started again"));
  EXPECT_EQ(Status("dashboard", "up,pid"),
            "true " + std::to_string(dashboard_));
}

// The dashboard polls s6 only while pages are open.
TEST_F(DashboardTreeTest, PushesChangeToEveryPage) {
  ASSERT_NO_FATAL_FAILURE(Start());
  DashboardEvents first(tree_->port(), "/api/events");
  DashboardEvents second(tree_->port(), "/api/events");
  ASSERT_TRUE(first.WaitFor("\"health\":\"ok\""));
  ASSERT_TRUE(second.WaitFor("\"health\":\"ok\""));
  ASSERT_EQ(tree_->Operate("stop", "default").status, 202);
  EXPECT_TRUE(first.WaitFor("\"health\":\"down\"", kPushed));
  EXPECT_TRUE(second.WaitFor("\"health\":\"down\"", kPushed));
}

class DashboardVerbsTest : public DashboardTreeTest {
 protected:
  void StopAndCompare(const std::string& profile, const std::string& slot,
                      const std::string& state_file) {
    const DashboardReply stop = tree_->Operate("stop", profile);
    ASSERT_EQ(stop.status, 202) << stop.body;
    EXPECT_EQ(stop.document.at("slot"), json::value(slot));
    EXPECT_EQ(stop.document.at("verb"), "stop");
    EXPECT_TRUE(tree_->WaitForProfile(profile, "state", "down"))
        << tree_->Get("/api/profiles").body;
    EXPECT_EQ(Status(slot, "up,wantedup"), "false false");
    EXPECT_TRUE(WaitUntil([&] {
      return Has(tree_->Data(state_file), kWantsStopped);
    })) << tree_->Data(state_file);
    EXPECT_EQ(tree_->Profile(profile).at("intent"), "stopped");
    EXPECT_TRUE(HasDownFile(slot));
  }
  void StartAndCompare(const std::string& profile, const std::string& slot,
                       const std::string& state_file) {
    const DashboardReply start = tree_->Operate("start", profile);
    ASSERT_EQ(start.status, 202) << start.body;
    const pid_t pid = tree_->WaitUntilReady(slot);
    ASSERT_NE(pid, -1) << tree_->Printed();
    EXPECT_TRUE(tree_->WaitForProfile(profile, "health", "ok"));
    EXPECT_EQ(tree_->Profile(profile).at("pid"), pid);
    EXPECT_TRUE(Has(tree_->Data(state_file), kWantsRunning));
    EXPECT_EQ(tree_->Profile(profile).at("intent"), "running");
    EXPECT_FALSE(HasDownFile(slot));
    EXPECT_EQ(tree_->Hermes({"-p", profile, "gateway", "status"}).exit_code, 0);
  }
  bool HasDownFile(const std::string& slot) {
    const std::string path =
        tree_->container().ns().Path("/run/service/" + slot + "/down");
    return access(path.c_str(), F_OK) == 0;
  }
};

TEST_F(DashboardVerbsTest, ActOnDefaultProfileLikeCommands) {
  ASSERT_NO_FATAL_FAILURE(Start());
  StopAndCompare("default", kDefaultSlot, "gateway_state.json");
  StartAndCompare("default", kDefaultSlot, "gateway_state.json");
  const pid_t before = tree_->WaitUntilReady(kDefaultSlot);
  ASSERT_EQ(tree_->Operate("restart", "default").status, 202);
  EXPECT_NE(tree_->WaitUntilReady(kDefaultSlot, before), -1);
  EXPECT_EQ(Status("dashboard", "pid"), std::to_string(dashboard_));
  EXPECT_TRUE(Has(tree_->Printed(), "restart of profile default"))
      << tree_->Printed();
}

TEST_F(DashboardVerbsTest, ActOnOtherProfileLikeCommands) {
  ASSERT_NO_FATAL_FAILURE(Start(WithCoder()));
  const std::string state = "profiles/coder/gateway_state.json";
  EXPECT_EQ(tree_->Profile("coder").at("state"), "down");
  StartAndCompare("coder", kCoderSlot, state);
  StopAndCompare("coder", kCoderSlot, state);
  // Restarting a gateway that is down starts it.
  ASSERT_EQ(tree_->Operate("restart", "coder").status, 202);
  EXPECT_NE(tree_->WaitUntilReady(kCoderSlot), -1);
  EXPECT_EQ(Status(kDefaultSlot, "pid"), std::to_string(gateway_));
}

TEST_F(DashboardVerbsTest, Return404AndCreateNoSlotForUnknownProfile) {
  ASSERT_NO_FATAL_FAILURE(Start());
  const std::vector<std::string> slots = tree_->container().Slots();
  for (const char* name : {"ghost", "../x", "", "dashboard", "Default"}) {
    for (const char* verb : {"start", "stop", "restart"}) {
      const DashboardReply reply = tree_->Operate(verb, name);
      EXPECT_EQ(reply.status, 404) << verb << " " << name << reply.body;
      EXPECT_EQ(reply.code(), "no_such_profile");
    }
  }
  EXPECT_EQ(tree_->container().Slots(), slots);
}

TEST_F(DashboardVerbsTest, RunConcurrently) {
  ASSERT_NO_FATAL_FAILURE(Start(WithCoder()));
  int first = 0;
  int second = 0;
  std::thread other([&] { second = tree_->Operate("start", "coder").status; });
  first = tree_->Operate("restart", "default").status;
  other.join();
  EXPECT_EQ(first, 202);
  EXPECT_EQ(second, 202);
  EXPECT_NE(tree_->WaitUntilReady(kDefaultSlot, gateway_), -1);
  EXPECT_NE(tree_->WaitUntilReady(kCoderSlot), -1);
}

// The dashboard creates and deletes profiles as `hermes profile` does.
TEST_F(DashboardVerbsTest, RegisterAndRemoveSlotTogetherWithProfile) {
  ASSERT_NO_FATAL_FAILURE(Start());
  const std::vector<std::string> slots = tree_->container().Slots();
  const DashboardReply made =
      tree_->Change("POST", "/api/profiles", "{\"name\":\"coder\"}");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.document.at("slot"), "registered");
  EXPECT_EQ(Status(kCoderSlot, "up,wantedup"), "false false");
  EXPECT_EQ(tree_->Profile("coder").at("state"), "down");
  EXPECT_TRUE(
      Has(tree_->Hermes({"gateway", "list"}).out, "coder — not running"));

  // Deleting a profile first stops its gateway.
  WriteFile(tree_->Path("profiles/coder/.env"), "API_SERVER_ENABLED=0\n");
  ASSERT_EQ(tree_->Operate("start", "coder").status, 202);
  const pid_t coder = tree_->WaitUntilReady(kCoderSlot);
  ASSERT_NE(coder, -1) << tree_->Printed();
  const DashboardReply deleted = tree_->Change("DELETE", "/api/profiles/coder");
  EXPECT_EQ(deleted.status, 200) << deleted.body;
  EXPECT_FALSE(tree_->container().processes().Alive(coder));
  EXPECT_EQ(tree_->container().Slots(), slots);
  EXPECT_EQ(tree_->Data("profiles/coder/SOUL.md"), "");
  EXPECT_TRUE(tree_->Profile("coder").empty());
}

// Another container shares the volume and runs this gateway. Only its lock is
// visible here.
TEST_F(DashboardTreeTest, ShowsGatewayOfAnotherContainerAsElsewhere) {
  DashboardTreeOptions options = WithCoder();
  options.files["profiles/coder/gateway.lock"] =
      "{\"pid\":3999999,\"kind\":\"hermes-gateway\",\"start_time\":1}";
  ASSERT_NO_FATAL_FAILURE(Start(options));
  EXPECT_EQ(tree_->Profile("coder").at("health"), "down");
  const std::string lock = tree_->Path("profiles/coder/gateway.lock");
  const int held = open(lock.c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(flock(held, LOCK_EX | LOCK_NB), 0);
  EXPECT_TRUE(tree_->WaitForProfile("coder", "health", "elsewhere"))
      << tree_->Get("/api/profiles").body;
  EXPECT_EQ(tree_->Profile("coder").at("lock"), "elsewhere");
  close(held);
  EXPECT_TRUE(tree_->WaitForProfile("coder", "health", "down"));
}

// The gateway is the container's own command. The dashboard was started by
// `docker exec`.
TEST_F(DashboardTreeTest, ShowsForegroundGatewayAsRunning) {
  DashboardTreeOptions options;
  options.arguments = {"gateway", "run", "--no-supervise"};
  tree_ = std::make_unique<DashboardTree>(options);
  ASSERT_TRUE(tree_->container().init().WaitForOut("is running"))
      << tree_->Printed();
  // The supervisor may start after the gateway has printed its line.
  EXPECT_TRUE(WaitUntil([&] {
    return Status("dashboard", "wantedup") == "false";
  })) << Status("dashboard", "wantedup");
  const std::unique_ptr<Child> dashboard = tree_->container().Start(
      {"dashboard", "--port", "0"}, {}, kHermesUid, kHermes);
  ASSERT_TRUE(dashboard->WaitForOut("listens: http://127.0.0.1:"))
      << dashboard->err();
  const std::string out = dashboard->out();
  const size_t at = out.find("listens: http://127.0.0.1:") + 26;
  tree_->SetPort(static_cast<uint16_t>(std::stoi(out.substr(at))));
  EXPECT_TRUE(tree_->WaitForProfile("default", "health", "ok"))
      << tree_->Get("/api/profiles").body;
  const json::object gateway = tree_->Profile("default");
  EXPECT_EQ(gateway.at("state"), "foreground");
  EXPECT_EQ(gateway.at("gateway_state"), "running");
  EXPECT_EQ(
      tree_->container().processes().Arguments(
          gateway.at("gateway_pid").to_number<pid_t>()),
      (std::vector<std::string>{"hermes", "gateway", "run", "--no-supervise"}));
  EXPECT_EQ(tree_->Operate("stop", "default").code(), "runs_in_foreground");
}

TEST_F(DashboardTreeTest, IgnoresPidFiles) {
  ASSERT_NO_FATAL_FAILURE(Start());
  for (const char* garbage : {"", "{", "{\"pid\":1}", "4194304\n"}) {
    WriteFile(tree_->Path("gateway.pid"), garbage);
    // The dashboard reuses a snapshot for a quarter of a second. An operation
    // discards it.
    ASSERT_EQ(tree_->Operate("start", "default").status, 202);
    const json::object gateway = tree_->Profile("default");
    EXPECT_EQ(gateway.at("state"), "running") << garbage;
    EXPECT_EQ(gateway.at("pid"), gateway_) << garbage;
    EXPECT_EQ(gateway.at("health"), "ok") << garbage;
  }
}

// The caller is the hermes uid, or root although root does not own the tree.
class DashboardCommandTest : public DashboardTreeTest,
                             public testing::WithParamInterface<uid_t> {};

INSTANTIATE_TEST_SUITE_P(Caller, DashboardCommandTest,
                         testing::Values(kHermesUid, 0),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return each.param == 0 ? "Root" : "Hermes";
                         });

TEST_P(DashboardCommandTest, ReportsStatusOfSlotAndStopsIt) {
  ASSERT_NO_FATAL_FAILURE(Start());
  const Said up = tree_->Hermes({"dashboard", "--status"}, GetParam());
  EXPECT_EQ(up.exit_code, 0) << up.err;
  EXPECT_EQ(up.out, "dashboard: running (pid " + std::to_string(dashboard_) +
                        "), http://127.0.0.1:" + std::to_string(tree_->port()) +
                        "/; its slot is running\n");

  const Said stopped = tree_->Hermes({"dashboard", "--stop"}, GetParam());
  EXPECT_EQ(stopped.exit_code, 0) << stopped.err;
  EXPECT_EQ(stopped.out,
            "dashboard: stopped; its slot stays down until the container's "
            "next boot\n");
  EXPECT_FALSE(tree_->container().processes().Alive(dashboard_));
  EXPECT_EQ(Status("dashboard", "up,wantedup"), "false false");
  const Said down = tree_->Hermes({"dashboard", "--status"}, GetParam());
  EXPECT_EQ(down.exit_code, 1);
  EXPECT_TRUE(Has(down.out, "dashboard: not running; its slot is "))
      << down.out;
  EXPECT_EQ(tree_->Hermes({"dashboard", "--stop"}, GetParam()).out,
            "dashboard: not running\n");
  EXPECT_EQ(Status(kDefaultSlot, "pid"), std::to_string(gateway_));

  // The files that the commands wrote belong to the tree's uid.
  struct stat st = {};
  for (const char* name : {"", "gateway_state.json"}) {
    ASSERT_EQ(stat(tree_->Path(name).c_str(), &st), 0) << name;
    EXPECT_EQ(st.st_uid, kHermesUid) << name;
  }
}

// Neither a new supervisor nor a `gateway` command starts it again.
TEST_F(DashboardTreeTest, StaysDownAfterStop) {
  ASSERT_NO_FATAL_FAILURE(Start());
  ASSERT_EQ(tree_->Hermes({"dashboard", "--stop"}).exit_code, 0);
  const Processes processes = tree_->container().processes();
  const std::vector<pid_t> supervisors =
      processes.WithArguments({"s6-supervise", "dashboard"});
  ASSERT_EQ(supervisors.size(), 1u) << processes.Listing();
  // s6-svscan starts a new supervisor, which obeys the files of the slot.
  Kill(supervisors[0]);
  ASSERT_TRUE(WaitUntil([&] {
    const auto now = processes.WithArguments({"s6-supervise", "dashboard"});
    return now.size() == 1 && now[0] != supervisors[0] &&
           Status("dashboard", "up") == "false";
  })) << processes.Listing();
  EXPECT_EQ(tree_->Hermes({"gateway", "restart", "--all"}).exit_code, 0);
  EXPECT_EQ(Status("dashboard", "up,wantedup"), "false false");
  EXPECT_TRUE(
      Has(tree_->Hermes({"gateway", "status"}).out, "\ndashboard: disabled\n"));
}

TEST_F(DashboardTreeTest, StopsInOrderWithContainer) {
  ASSERT_NO_FATAL_FAILURE(Start());
  DashboardEvents events(tree_->port(), "/api/events");
  ASSERT_TRUE(events.WaitFor("event: profiles"));
  ASSERT_NE(tree_->Data("dashboard.pid"), "");
  tree_->container().init().Signal(SIGTERM);
  EXPECT_EQ(tree_->container().init().Wait(), 0) << tree_->Printed();
  EXPECT_NE(access(tree_->Path("dashboard.pid").c_str(), F_OK), 0);
  const std::string state = tree_->Data("gateway_state.json");
  EXPECT_TRUE(Has(state, "\"gateway_state\":\"running\"")) << state;
  EXPECT_FALSE(Has(tree_->Printed(), "killed")) << tree_->Printed();
}

// Root owns the data and the files that a dashboard left there as root.
TEST_F(DashboardTreeTest, RunsAsUidThatReceivesData) {
  constexpr uid_t kOther = 12345;
  DashboardTreeOptions options = WithVariables(
      {"HERMES_UID=12345", "HERMES_GID=12345", "HERMES_DASHBOARD_HOST=0.0.0.0",
       "HERMES_DASHBOARD_BASIC_AUTH_USERNAME=ann",
       "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD=correct-horse-battery"});
  options.owner = 0;
  const std::string known(64, 'a');
  options.files = {{"SOUL.md", ""},
                   {"dashboard.pid", "{\"pid\":1}\n"},
                   {".dashboard_secret", known}};
  ASSERT_NO_FATAL_FAILURE(Start(options));
  const Processes processes = tree_->container().processes();
  EXPECT_EQ(processes.Status(dashboard_, "Uid"), "12345\t12345\t12345\t12345");
  EXPECT_EQ(processes.Status(dashboard_, "CapEff"), "0000000000000000");
  struct stat st = {};
  ASSERT_EQ(stat(tree_->Path("dashboard.pid").c_str(), &st), 0);
  EXPECT_EQ(st.st_uid, kOther);
  ASSERT_EQ(stat(tree_->Path(".dashboard_secret").c_str(), &st), 0);
  EXPECT_EQ(st.st_uid, kOther);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
  // Every user could read the old secret, so the dashboard must not use it.
  EXPECT_FALSE(Has(tree_->Data(".dashboard_secret"), known));
  EXPECT_EQ(tree_->Get("/api/profiles").status, 401);
  EXPECT_EQ(tree_->Get("/api/status").status, 200);
}

TEST_F(DashboardTreeTest, KeepsPasswordOutOfArgumentsEnvironmentAndLogs) {
  ASSERT_NO_FATAL_FAILURE(Start(WithVariables(
      {"HERMES_DASHBOARD_HOST=0.0.0.0",
       "HERMES_DASHBOARD_BASIC_AUTH_USERNAME=ann",
       "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD=correct-horse-battery"})));
  const std::string body =
      "{\"username\":\"ann\",\"password\":\"correct-horse-battery\"}";
  EXPECT_EQ(tree_->Change("POST", "/auth/password-login", body).status, 200);
  EXPECT_EQ(tree_->Change("POST", "/auth/password-login", body + "]").status,
            400);
  const Processes processes = tree_->container().processes();
  for (const pid_t pid : processes.All()) {
    for (const std::string& word : processes.Arguments(pid)) {
      EXPECT_FALSE(Has(word, "correct-horse")) << pid << word;
    }
  }
  for (const std::string& entry : processes.Environment(dashboard_)) {
    EXPECT_FALSE(Has(entry, "correct-horse")) << entry;
  }
  EXPECT_TRUE(Has(tree_->Printed(), "login from 127.0.0.1"));
  EXPECT_FALSE(Has(tree_->Printed(), "correct-horse"));
}

// A profile that has an error does not remove the others from the page.
TEST_F(DashboardTreeTest, ShowsOtherProfilesIfOneIsUnreadable) {
  DashboardTreeOptions options = WithCoder();
  options.files.merge(QuietProfile("tester"));
  ASSERT_NO_FATAL_FAILURE(Start(options));
  ASSERT_EQ(chown(tree_->Path("profiles/tester").c_str(), 0, 0), 0);
  ASSERT_EQ(tree_->Operate("start", "coder").status, 202);
  ASSERT_NE(tree_->WaitUntilReady(kCoderSlot), -1);
  EXPECT_TRUE(tree_->WaitForProfile("coder", "health", "ok"));
  EXPECT_EQ(tree_->Profile("default").at("health"), "ok");
  const json::object tester = tree_->Profile("tester");
  ASSERT_FALSE(tester.empty());
  EXPECT_EQ(tester.at("state"), "down");
  ASSERT_TRUE(tester.at("problem").is_string());
  EXPECT_TRUE(
      Has(std::string(tester.at("problem").as_string()), "Permission denied"));
}

}  // namespace
}  // namespace hermes::fixture
