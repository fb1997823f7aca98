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

// Waits until a child has exited, at most one tick, because no signal announces
// a new orphan. Other signals stay pending; the stop is already in progress.
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

// The stop in progress: when it began and which signals were sent.
class TreeEnd {
 public:
  explicit TreeEnd(long deadline_ms)
      : deadline_ms_(deadline_ms), began_(MonotonicMs()) {}

  // Reaps, reads the process table and takes one step. Returns false when
  // nothing is left to do.
  bool Advance(Children* children) {
    StopFacts facts;
    const bool has_child = ReapChildren(children);
    const TreeProcesses tree = SortTree(
        ReadProcessTable(), {getpid(), children->svscan, children->command,
                             children->preexisting_children});
    // Does not wait for preexisting children.
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
    if (orphan_term_at_ >= 0) facts.since_orphan_term = now - orphan_term_at_;
    return Apply(NextStopStep(facts), tree, now);
  }

 private:
  bool Apply(StopStep step, const TreeProcesses& tree, long now) {
    switch (step) {
      case StopStep::kDone:
      case StopStep::kGiveUp:
        return false;
      case StopStep::kWait:
        break;
      case StopStep::kTerminateOrphans:
        SignalAll(tree.orphans, SIGTERM);
        // A stopped process does not act on TERM until it is continued.
        SignalAll(tree.orphans, SIGCONT);
        orphan_term_at_ = now;
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
  long orphan_term_at_ = -1;
  long loggers_alone_ = -1;
};

}  // namespace

void EndTree(Children* children, long deadline_ms) {
  // TERM kills an s6-svscan that is not ready yet; it has no supervisors then.
  if (children->svscan > 0) kill(children->svscan, SIGTERM);
  TreeEnd end(deadline_ms);
  while (end.Advance(children)) {
  }
}

}  // namespace hermes
