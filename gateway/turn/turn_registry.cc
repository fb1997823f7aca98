#include "gateway/turn/turn_registry.h"

#include <utility>

namespace hermes::gateway {

TurnRegistry::Entry::Entry(TurnRegistry& registry, TurnStop& stop,
                           std::string queue_key)
    : registry_(registry),
      at_(registry.turns_.insert(
          registry.turns_.end(),
          {{"", std::move(queue_key), std::chrono::steady_clock::now(), ""},
           &stop})) {
  if (registry.all_stopped_ != StopReason::kNone) {
    stop.Request(registry.all_stopped_);
  }
}

TurnRegistry::Entry::~Entry() { registry_.turns_.erase(at_); }

std::vector<RunningTurn> TurnRegistry::List() const {
  std::vector<RunningTurn> turns;
  for (const Entry::Listed& listed : turns_) turns.push_back(listed.turn);
  return turns;
}

int TurnRegistry::StopAll(StopReason reason) {
  all_stopped_ = reason;
  int stopped = 0;
  for (const Entry::Listed& listed : turns_) {
    if (!listed.stop->requested()) ++stopped;
    listed.stop->Request(reason);
  }
  return stopped;
}

int TurnRegistry::StopKey(const std::string& queue_key, StopReason reason) {
  int stopped = 0;
  for (const Entry::Listed& listed : turns_) {
    if (listed.turn.queue_key != queue_key) continue;
    if (!listed.stop->requested()) ++stopped;
    listed.stop->Request(reason);
  }
  return stopped;
}

}  // namespace hermes::gateway
