#include "gateway/control/operate.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "gateway/control/start_verdict.h"
#include "gateway/lock/within_gateway.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/process_stat.h"
#include "shim/base/signals.h"
#include "shim/profile/slot_name.h"

namespace hermes::gateway {
namespace {

constexpr long kStartWaitMs = 4500;
constexpr timespec kPollStep = {0, 20000000};

// The operation on one slot; `result` is final when `done` is set.
struct Task {
  SlotResult result;
  bool done = false;
  SlotView before;
  long running_since_ms = 0;  // valid if running_pid is set
  pid_t running_pid = -1;
};

void Finish(Task* task, Outcome outcome) {
  task->result.outcome = outcome;
  task->done = true;
}

void Fail(Task* task, const ManagerError& error) {
  task->result.fault = error;
  Finish(task, Outcome::kFault);
}

// Looks up the slot's state, creating the slot if it does not exist. Returns
// false on failure.
bool Prepare(ServiceManager& manager, const std::string& profile, Task* task) {
  task->result.slot = SlotName(profile);
  Expected<SlotView, ManagerError> view = manager.View(task->result.slot);
  if (view.ok() && view.value().state == SlotState::kNoSlot) {
    const Expected<void, ManagerError> made = manager.Register(profile);
    if (!made.ok()) {
      Fail(task, made.error());
      return false;
    }
    view = manager.View(task->result.slot);
  }
  if (!view.ok()) {
    Fail(task, view.error());
    return false;
  }
  task->before = view.value();
  task->result.status = view.value().status;
  return true;
}

Expected<OperationResult, ManagerError> Ask(ServiceManager& manager,
                                            ControlVerb verb,
                                            const std::string& slot) {
  switch (verb) {
    case ControlVerb::kStop:
      return manager.Stop(slot);
    case ControlVerb::kRestart:
      return manager.Restart(slot);
    default:
      return manager.Start(slot);
  }
}

// Checks both pids: when the gateway already runs, s6-supervise may not have
// written the new pid yet, and the record is missing while /run is full.
bool IsInside(const ServiceManager& manager, const Task& task) {
  for (const pid_t gateway :
       {task.before.status.pid, manager.RecordedProcess(task.result.slot)}) {
    if (gateway > 0 && IsWithin(gateway, getpid(), ReadProcessStat)) {
      return true;
    }
  }
  return false;
}

Task Begin(ServiceManager& manager, const ControlRequest& request,
           const std::string& profile) {
  Task task;
  if (!Prepare(manager, profile, &task)) return task;
  if (request.verb == ControlVerb::kStop && IsInside(manager, task)) {
    Finish(&task, Outcome::kInside);
    return task;
  }
  const Expected<OperationResult, ManagerError> asked =
      Ask(manager, request.verb, task.result.slot);
  if (!asked.ok()) {
    Fail(&task, asked.error());
    return task;
  }
  task.result.warning = asked.value().warning;
  if (request.no_wait) Finish(&task, Outcome::kAsked);
  return task;
}

// Unblocks signals if a stop signal is pending: the signal then ends this
// process as if it had never been blocked.
void EndOnStopSignal() {
  if (!StopSignalPending()) return;
  sigset_t none;
  sigemptyset(&none);
  SetSignalMask(none);
}

void LookAtStart(ServiceManager& manager, bool restart, long asked_ms,
                 Task* task) {
  const Expected<SlotView, ManagerError> view = manager.View(task->result.slot);
  if (!view.ok()) return Fail(task, view.error());
  const long now = MonotonicMs();
  const SlotView& seen = view.value();
  if (seen.state != SlotState::kRunning) {
    task->running_pid = -1;
  } else if (seen.status.pid != task->running_pid) {
    task->running_pid = seen.status.pid;
    task->running_since_ms = now;
  }
  StartFacts facts;
  facts.restart = restart;
  facts.before = task->before;
  facts.now = seen;
  facts.running_ms = task->running_pid == -1 ? 0 : now - task->running_since_ms;
  facts.elapsed_ms = now - asked_ms;
  facts.time_is_over = facts.elapsed_ms >= kStartWaitMs;
  task->result.status = seen.status;
  const std::optional<Outcome> outcome = JudgeStart(facts);
  if (outcome) Finish(task, *outcome);
}

void WaitForStarts(ServiceManager& manager, bool restart,
                   std::vector<Task>* tasks) {
  const long asked_ms = MonotonicMs();
  while (true) {
    bool all_done = true;
    for (Task& task : *tasks) {
      if (!task.done) LookAtStart(manager, restart, asked_ms, &task);
      all_done = all_done && task.done;
    }
    if (all_done) return;
    EndOnStopSignal();
    nanosleep(&kPollStep, nullptr);
  }
}

void WaitForEnds(ServiceManager& manager, std::vector<Task>* tasks) {
  for (Task& task : *tasks) {
    if (task.done) continue;
    const Expected<void, ManagerError> ended =
        manager.WaitForEnd(task.result.slot);
    EndOnStopSignal();
    if (ended.ok()) {
      const bool was_up = task.before.status.up;
      Finish(&task, was_up ? Outcome::kStopped : Outcome::kWasDown);
    } else if (ended.error().fault == ManagerFault::kTimedOut) {
      Finish(&task, Outcome::kStillDraining);
    } else {
      Fail(&task, ended.error());
    }
  }
}

}  // namespace

std::vector<SlotResult> Operate(ServiceManager& manager,
                                const ControlRequest& request,
                                const std::vector<std::string>& profiles) {
  std::vector<Task> tasks;
  tasks.reserve(profiles.size());
  for (const std::string& profile : profiles) {
    tasks.push_back(Begin(manager, request, profile));
  }
  if (request.verb == ControlVerb::kStop) {
    WaitForEnds(manager, &tasks);
  } else {
    WaitForStarts(manager, request.verb == ControlVerb::kRestart, &tasks);
  }
  std::vector<SlotResult> results;
  results.reserve(tasks.size());
  for (Task& task : tasks) results.push_back(std::move(task.result));
  return results;
}

}  // namespace hermes::gateway
