#ifndef GATEWAY_TURN_TURN_REGISTRY_H_
#define GATEWAY_TURN_TURN_REGISTRY_H_

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <vector>

#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// The description of a turn in progress.
struct RunningTurn {
  std::string session;    // the id of its session, or ""
  std::string queue_key;  // "" if it does not use the queue
  std::chrono::steady_clock::time_point since;
  const char* phase = "";  // "waiting", "opening", "answering", "recording"
};

// The list of turns in progress. Not thread-safe. Must outlive its entries.
class TurnRegistry {
 public:
  // Lists a turn from its construction to its destruction. `stop` must outlive
  // it. After StopAll() the constructor requests `stop` at once.
  class Entry {
   public:
    Entry(TurnRegistry& registry, TurnStop& stop, std::string queue_key);
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry();

    void set_session(const std::string& session) {
      at_->turn.session = session;
    }
    void set_phase(const char* phase) { at_->turn.phase = phase; }

   private:
    friend class TurnRegistry;
    struct Listed {
      RunningTurn turn;
      TurnStop* stop;
    };
    TurnRegistry& registry_;
    std::list<Listed>::iterator at_;
  };

  size_t count() const { return turns_.size(); }
  std::vector<RunningTurn> List() const;

  // Both return how many turns they stopped that were not stopped before.

  // Stops all turns, and every turn that begins later.
  int StopAll(StopReason reason);
  // Stops the turns that have this queue key.
  int StopKey(const std::string& queue_key, StopReason reason);

 private:
  std::list<Entry::Listed> turns_;
  StopReason all_stopped_ = StopReason::kNone;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_TURN_REGISTRY_H_
