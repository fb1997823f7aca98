#include "shim/slot/slot_control.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/facts/s6_programs.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_records.h"
#include "shim/slot/slot_status.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Eventually;
using fixture::Exists;
using fixture::ProcessesIn;
using fixture::SlotPlace;
using fixture::SlotTree;

std::string Why(const Expected<void>& result) {
  return result.ok() ? "" : Describe(result.error());
}

size_t EntriesIn(const std::string& directory) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().filename() != ".s6-svscan") ++count;
  }
  return count;
}

TEST(SlotControlTest, RegistersSlotDownWithItsSupervisors) {
  SlotTree tree;
  const Expected<void> registered =
      tree.control().Register(tree.place().Spec());
  ASSERT_TRUE(registered.ok()) << Why(registered);
  EXPECT_TRUE(tree.control().SupervisorListens("gateway-default"));
  const SlotStatus status = tree.Status();
  EXPECT_FALSE(status.up);
  EXPECT_FALSE(status.wanted_up);
  EXPECT_TRUE(tree.Lives().empty());
}

TEST(SlotControlTest, LeavesSlotUnchangedIfRegisteredTwice) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  struct stat before;
  const std::string slot = tree.place().scandir() + "/gateway-default";
  ASSERT_EQ(stat(slot.c_str(), &before), 0);
  const Expected<void> again = tree.control().Register(tree.place().Spec());
  EXPECT_TRUE(again.ok()) << Why(again);
  struct stat after;
  ASSERT_EQ(stat(slot.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_EQ(EntriesIn(tree.place().scandir()), 1u);
}

TEST(SlotControlTest, StartsGatewayAndRemovesDownFileOnWantUp) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  const std::string down = tree.place().scandir() + "/gateway-default/down";
  ASSERT_TRUE(Exists(down));
  const Expected<void> wanted = tree.control().WantUp("gateway-default");
  ASSERT_TRUE(wanted.ok()) << Why(wanted);
  const pid_t life = tree.AwaitLife(1);
  // s6-supervise writes the pid after it has started the process.
  EXPECT_TRUE(Eventually([&] { return tree.Status().pid == life; }));
  EXPECT_TRUE(tree.Status().up);
  EXPECT_TRUE(tree.Status().wanted_up);
  EXPECT_FALSE(Exists(down));
}

// Makes an s6-svc that at first finds no process reading the FIFO, as on an
// overloaded machine.
std::string HastySvc(const SlotPlace& place) {
  std::string program = place.Path("hasty-s6-svc");
  const std::string count = place.Path("hasty-count");
  fixture::Spill(program, "#!/bin/sh\nprintf x >>" + count + "\n[ \"$(cat " +
                              count + ")\" = xxx ] || exit 100\nexec " +
                              FindS6Programs("").svc + " \"$@\"\n");
  chmod(program.c_str(), 0755);
  return program;
}

TEST(SlotControlTest, RetriesIfSupervisorDoesNotListenForAMoment) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  S6Programs hasty = FindS6Programs("");
  hasty.svc = HastySvc(tree.place());
  SlotControl control(hasty, tree.place().scandir(), tree.place().Context());
  const Expected<void> wanted = control.WantUp("gateway-default");
  EXPECT_TRUE(wanted.ok()) << Why(wanted);
  EXPECT_NE(tree.AwaitLife(1), 0);
}

TEST(SlotControlTest, ReportsS6sMessageIfSupervisorNeverListens) {
  const SlotPlace place;
  ASSERT_TRUE(PublishSlot(place.scandir(), place.Spec()).ok());
  const std::string supervise = place.scandir() + "/gateway-default/supervise";
  ASSERT_EQ(mkfifo((supervise + "/control").c_str(), 0600), 0);
  const Expected<void> wanted = place.Control().WantUp("gateway-default");
  ASSERT_FALSE(wanted.ok());
  EXPECT_EQ(wanted.error().err, 0);
  EXPECT_NE(Why(wanted).find("supervisor not listening"), std::string::npos)
      << Why(wanted);
}

TEST(SlotControlTest, EndsRetriesOnStopSignal) {
  const SlotPlace place;
  ASSERT_TRUE(PublishSlot(place.scandir(), place.Spec()).ok());
  const std::string supervise = place.scandir() + "/gateway-default/supervise";
  ASSERT_EQ(mkfifo((supervise + "/control").c_str(), 0600), 0);
  sigset_t term;
  sigset_t before;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  sigprocmask(SIG_BLOCK, &term, &before);
  kill(getpid(), SIGTERM);
  const Expected<void> wanted = place.Control().WantUp("gateway-default");
  EXPECT_EQ(sigwaitinfo(&term, nullptr), SIGTERM);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  ASSERT_FALSE(wanted.ok());
  EXPECT_EQ(wanted.error().err, EINTR);
}

TEST(SlotControlTest, EndsGatewayAndKeepsItDownOnWantDown) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  ASSERT_NE(tree.AwaitLife(1), 0);
  const Expected<void> wanted = tree.control().WantDown("gateway-default");
  ASSERT_TRUE(wanted.ok()) << Why(wanted);
  EXPECT_TRUE(Eventually([&] {
    const Expected<SlotStatus> status =
        tree.control().Status("gateway-default");
    return status.ok() && !status.value().up && !status.value().finishing;
  }));
  EXPECT_EQ(tree.Status().exit_code, 1);
  EXPECT_TRUE(Exists(tree.place().scandir() + "/gateway-default/down"));
  EXPECT_EQ(tree.Lives().size(), 1u);
}

TEST(SlotControlTest, RemovesSupervisorsAndDirectoryOnUnregister) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  const pid_t life = tree.AwaitLife(1);
  ASSERT_EQ(ProcessesIn("s6-supervise", tree.place().scandir()).size(), 2u);
  const Expected<void> removed = tree.control().Unregister("gateway-default");
  ASSERT_TRUE(removed.ok()) << Why(removed);
  EXPECT_TRUE(Eventually([&] {
    return ProcessesIn("s6-supervise", tree.place().scandir()).empty();
  }));
  EXPECT_FALSE(fixture::Alive(life));
  EXPECT_EQ(EntriesIn(tree.place().scandir()), 0u);
}

TEST(SlotControlTest, RegistersNameAgainRightAfterUnregister) {
  SlotTree tree;
  for (size_t round = 1; round <= 3; ++round) {
    const Expected<void> registered =
        tree.control().Register(tree.place().Spec());
    ASSERT_TRUE(registered.ok()) << Why(registered);
    ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
    ASSERT_NE(tree.AwaitLife(round), 0);
    const Expected<void> removed = tree.control().Unregister("gateway-default");
    ASSERT_TRUE(removed.ok()) << Why(removed);
  }
}

TEST(SlotControlTest, ReturnsEnoentIfUnregisteredSlotDoesNotExist) {
  SlotTree tree;
  const Expected<void> removed = tree.control().Unregister("gateway-default");
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().err, ENOENT);
}

TEST(SlotControlTest, EndsSupervisorsThatOutlivedScannerOnUnregister) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  const pid_t life = tree.AwaitLife(1);
  tree.KillScanner();
  ASSERT_TRUE(fixture::Alive(life));
  const Expected<void> removed = tree.control().Unregister("gateway-default");
  ASSERT_TRUE(removed.ok()) << Why(removed);
  EXPECT_TRUE(Eventually([&] {
    return ProcessesIn("s6-supervise", tree.place().scandir()).empty();
  }));
  EXPECT_FALSE(fixture::Alive(life));
}

TEST(SlotControlTest, RemovesDirectoryIfThereIsNoScanner) {
  const SlotPlace place;
  SlotControl control = place.Control();
  const Expected<void> registered = control.Register(place.Spec());
  ASSERT_FALSE(registered.ok());
  EXPECT_NE(Describe(registered.error()).find("s6-svscanctl"),
            std::string::npos)
      << Describe(registered.error());
  EXPECT_EQ(EntriesIn(place.scandir()), 0u);
}

TEST(SlotControlTest, RemovesDirectoryIfStopSignalEndsRegistration) {
  SlotTree tree;
  sigset_t term;
  sigset_t before;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  sigprocmask(SIG_BLOCK, &term, &before);
  raise(SIGTERM);
  // No supervisor will listen: the wait would last five seconds.
  const Expected<bool> published =
      PublishSlot(tree.place().scandir(), tree.place().Spec());
  const Expected<void> waited =
      tree.control().WaitForSupervisor("gateway-default");
  int consumed = 0;
  sigwait(&term, &consumed);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  ASSERT_TRUE(published.ok() && published.value());
  ASSERT_FALSE(waited.ok());
  EXPECT_EQ(waited.error().err, EINTR);
}

TEST(SlotControlTest, LetsUnprivilegedOwnerOperateTree) {
  SlotTree tree({}, 10000);
  SlotControl& control = tree.control();
  EXPECT_TRUE(fixture::AsUid(10000, [&] {
    return control.Register(tree.place().Spec()).ok() &&
           control.WantUp("gateway-default").ok() && tree.AwaitLife(1) != 0 &&
           control.Status("gateway-default").ok() &&
           control.WantDown("gateway-default").ok() &&
           control.Unregister("gateway-default").ok();
  }));
  EXPECT_FALSE(control.IsPublished("gateway-default"));
}

TEST(SlotControlTest, LetsAnyUidReadState) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  tree.Status();  // waits for the supervisor's first one
  EXPECT_TRUE(fixture::AsUid(
      12345, [&] { return tree.control().Status("gateway-default").ok(); }));
}

TEST(SlotControlTest, RejectsSignalsOtherThanHupUsr1AndUsr2) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  const Expected<void> sent =
      tree.control().SendSignal("gateway-default", SIGKILL);
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().err, EINVAL);
}

TEST(SlotControlTest, SendsSignalToGateway) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  ASSERT_NE(tree.AwaitLife(1), 0);
  // The test gateway does not handle this signal, which kills it.
  const Expected<void> sent =
      tree.control().SendSignal("gateway-default", SIGUSR2);
  ASSERT_TRUE(sent.ok()) << Why(sent);
  EXPECT_TRUE(Eventually([&] {
    return tree.Data("deaths").find(std::to_string(128 + SIGUSR2)) !=
           std::string::npos;
  }));
}

TEST(SlotControlTest, FailsBeforeAnyActionIfS6ProgramIsMissing) {
  const SlotPlace place;
  SlotControl control(S6Programs{}, place.scandir(), place.Context());
  const Expected<void> registered = control.Register(place.Spec());
  ASSERT_FALSE(registered.ok());
  EXPECT_EQ(registered.error().err, ENOENT);
  EXPECT_EQ(EntriesIn(place.scandir()), 0u);
}

TEST(SlotControlTest, ListsOnlySlots) {
  const SlotPlace place;
  for (const char* name : {"gateway-b", "gateway-a", "dashboard", ".gateway-x",
                           "gateway-NoName", "other", ".s6-svscan"}) {
    std::filesystem::create_directory(place.scandir() + "/" + name);
  }
  fixture::Spill(place.scandir() + "/gateway-file", "");
  std::filesystem::create_symlink(place.scandir() + "/gateway-a",
                                  place.scandir() + "/gateway-link");
  EXPECT_EQ(place.Control().List(),
            (std::vector<std::string>{"dashboard", "gateway-a", "gateway-b"}));
}

TEST(SlotControlTest, ListsNothingWithoutScandir) {
  const SlotPlace place;
  std::filesystem::remove(place.scandir());
  EXPECT_TRUE(place.Control().List().empty());
}

TEST(SlotControlTest, DoesNotCountRestart) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  const pid_t life = tree.AwaitLife(1);
  const Expected<void> restarted = tree.control().Restart("gateway-default");
  ASSERT_TRUE(restarted.ok()) << Why(restarted);
  ASSERT_NE(tree.AwaitLife(2), 0);
  EXPECT_FALSE(fixture::Alive(life));
  EXPECT_EQ(tree.Status().consecutive_early_exits, 0);
}

TEST(SlotControlTest, StartsSlotThatIsDownOnRestart) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  const Expected<void> restarted = tree.control().Restart("gateway-default");
  ASSERT_TRUE(restarted.ok()) << Why(restarted);
  EXPECT_NE(tree.AwaitLife(1), 0);
  EXPECT_FALSE(Exists(tree.place().scandir() + "/gateway-default/down"));
}

TEST(SlotControlTest, EndsDelayOnRestart) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.start_delay_s = 3600;
  ASSERT_TRUE(tree.control().Register(spec).ok());
  ASSERT_TRUE(tree.control().WantDown("gateway-default").ok());
  fixture::Spill(
      tree.place().scandir() + "/gateway-default/data/" + kDeathsFile,
      FormatRecord(DeathRecord{9, 3600, 1, false}));
  // StartBare() starts the slot through s6-svc, which keeps the DeathRecord.
  ASSERT_TRUE(fixture::StartBare(tree, "gateway-default"));
  ASSERT_TRUE(Eventually([&] { return tree.Status().backing_off; }));
  ASSERT_TRUE(tree.control().Restart("gateway-default").ok());
  EXPECT_NE(tree.AwaitLife(1), 0);
}

TEST(SlotControlTest, KeepsDownFileAndNoMarkerIfS6RefusesRestart) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  ASSERT_NE(tree.AwaitLife(1), 0);
  const std::string slot = tree.place().scandir() + "/gateway-default";
  fixture::Spill(slot + "/down", "");
  S6Programs broken = FindS6Programs("");
  broken.svc = "/bin/false";
  SlotControl control(broken, tree.place().scandir(), tree.place().Context());
  EXPECT_FALSE(control.Restart("gateway-default").ok());
  EXPECT_FALSE(Exists(slot + "/data/restart"));
  EXPECT_TRUE(Exists(slot + "/down"));
}

TEST(SlotControlTest, WaitsForEndOfChild) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  const pid_t life = tree.AwaitLife(1);
  const Expected<void> early = tree.control().WaitForEnd("gateway-default", 1);
  ASSERT_FALSE(early.ok());
  EXPECT_EQ(early.error().err, ETIMEDOUT);
  ASSERT_TRUE(tree.control().WantDown("gateway-default").ok());
  const Expected<void> ended =
      tree.control().WaitForEnd("gateway-default", 30000);
  EXPECT_TRUE(ended.ok()) << Why(ended);
  EXPECT_FALSE(fixture::Alive(life));
}

TEST(SlotControlTest, ReportsForegroundSlot) {
  const SlotPlace place;
  SlotSpec spec = place.Spec();
  ASSERT_TRUE(PublishSlot(place.scandir(), spec).ok());
  EXPECT_FALSE(place.Control().HeldInForeground("gateway-default"));
  spec.name = "gateway-coder";
  spec.runs_in_foreground = true;
  ASSERT_TRUE(PublishSlot(place.scandir(), spec).ok());
  EXPECT_TRUE(place.Control().HeldInForeground("gateway-coder"));
  EXPECT_FALSE(place.Control().HeldInForeground("gateway-none"));
}

TEST(SlotControlTest, RegistersAndUnregistersDashboardWithoutLogger) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.name = "dashboard";
  const Expected<void> registered = tree.control().Register(spec);
  ASSERT_TRUE(registered.ok()) << Why(registered);
  EXPECT_TRUE(tree.control().SupervisorListens("dashboard"));
  EXPECT_EQ(ProcessesIn("s6-supervise", tree.place().scandir()).size(), 1u);
  EXPECT_FALSE(Exists(tree.place().scandir() + "/dashboard/log"));
  const Expected<void> removed = tree.control().Unregister("dashboard");
  ASSERT_TRUE(removed.ok()) << Why(removed);
  EXPECT_TRUE(Eventually([&] {
    return ProcessesIn("s6-supervise", tree.place().scandir()).empty();
  }));
  EXPECT_EQ(EntriesIn(tree.place().scandir()), 0u);
}

}  // namespace
}  // namespace hermes
