#include "shim/init/end_tree.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <vector>

#include "shim/base/monotonic_clock.h"
#include "shim/init/children.h"
#include "shim/init/process_table.h"
#include "shim/init/stop_plan.h"

namespace hermes {
namespace {

constexpr long kTickMs = 50;

// Waits until a child has ended, at most one tick: an orphan's arrival is told
// by no signal. Other signals stay pending; the stop is under way already.
void WaitForChild() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  const timespec tick = {0, kTickMs * 1000000};
  sigtimedwait(&set, nullptr, &tick);
}

void SignalAll(const std::vector<pid_t>& pids, int signo) {
  for (const pid_t pid : pids) kill(pid, signo);
}

// The stop under way: when it began and what has been told so far.
class TreeEnd {
 public:
  explicit TreeEnd(long deadline_ms)
      : deadline_ms_(deadline_ms), began_(MonotonicMs()) {}

  // Looks, takes one step; false once there is nothing more to do.
  bool Advance(Children* children) {
    StopFacts facts;
    const bool has_child = ReapChildren(children);
    const TreeProcesses tree = SortTree(
        ReadProcessTable(), {getpid(), children->svscan, children->command,
                             children->preexisting_children});
    // A stranger's end is not waited for.
    facts.anything_left =
        has_child &&
        (children->preexisting_children.empty() || !tree.all.empty());
    const long now = MonotonicMs();
    facts.gateways_left = !tree.gateways.empty();
    facts.orphans_left = !tree.orphans.empty();
    facts.since_stop = now - began_;
    facts.deadline = deadline_ms_;
    if (facts.gateways_left || facts.orphans_left) {
      loggers_alone_ = -1;
    } else if (loggers_alone_ < 0) {
      loggers_alone_ = now;
    }
    if (loggers_alone_ >= 0) facts.since_loggers_alone = now - loggers_alone_;
    if (orphans_told_ >= 0) facts.since_orphans_told = now - orphans_told_;
    return Take(NextStopStep(facts), tree, now);
  }

 private:
  bool Take(StopStep step, const TreeProcesses& tree, long now) {
    switch (step) {
      case StopStep::kDone:
      case StopStep::kGiveUp:
        return false;
      case StopStep::kWait:
        break;
      case StopStep::kTellOrphans:
        SignalAll(tree.orphans, SIGTERM);
        // A stopped process would sleep through its TERM.
        SignalAll(tree.orphans, SIGCONT);
        orphans_told_ = now;
        break;
      case StopStep::kKillOrphans:
        SignalAll(tree.orphans, SIGKILL);
        break;
      case StopStep::kKillGateways:
        SignalAll(tree.gateways, SIGKILL);
        break;
      case StopStep::kKillEverything:
        SignalAll(tree.all, SIGKILL);
        break;
    }
    WaitForChild();
    return true;
  }

  const long deadline_ms_;
  const long began_;
  long orphans_told_ = -1;
  long loggers_alone_ = -1;
};

}  // namespace

void EndTree(Children* children, long deadline_ms) {
  // Before it is ready, s6-svscan dies of this and leaves no supervisor.
  if (children->svscan > 0) kill(children->svscan, SIGTERM);
  TreeEnd end(deadline_ms);
  while (end.Advance(children)) {
  }
}

}  // namespace hermes
