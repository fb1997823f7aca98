#ifndef GATEWAY_TURN_TURN_REGISTRY_H_
#define GATEWAY_TURN_TURN_REGISTRY_H_

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <vector>

#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// A turn that is under way, as others may see it.
struct RunningTurn {
  std::string session;    // its session's id, "" if it has none
  std::string queue_key;  // "" if it is in no queue
  std::chrono::steady_clock::time_point since;
  const char* phase = "";  // "waiting", "opening", "answering", "recording"
};

// The turns that are under way. For one thread; must outlive its entries.
class TurnRegistry {
 public:
  // Lists a turn until it is destroyed. `stop` must outlive it; it is requested
  // at once after StopAll().
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

  // Both return how many turns had not been stopped before.

  // Stops every turn, those that begin later included.
  int StopAll(StopReason reason);
  // Stops the turns of a key.
  int StopKey(const std::string& queue_key, StopReason reason);

 private:
  std::list<Entry::Listed> turns_;
  StopReason all_stopped_ = StopReason::kNone;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_TURN_REGISTRY_H_
