#ifndef GATEWAY_STATE_STATE_RECORD_H_
#define GATEWAY_STATE_STATE_RECORD_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/state/pid_record.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

enum class GatewayState {
  kStarting,
  kRunning,
  kDegraded,  // up, and a platform waits for a retry
  kDraining,
  kStopped,
  kStartupFailed,
};

// Returns the word for `state` in gateway_state.json.
const char* StateName(GatewayState state);

// The API server's entry under `platforms`.
struct ApiPlatform {
  std::string state;          // connected, fatal, ...
  std::string error_code;     // "" is written as null
  std::string error_message;  // "" is written as null
  std::string listener_base;  // http://host:port; "" omits the key
};

// One piece of work in progress.
struct ActiveWork {
  std::string kind;     // "chat"
  std::string session;  // its key, or its id if it has no key
  double elapsed_secs = 0;
};

// Whether sessions can be stored.
enum class SessionStoreStatus { kUnknown, kOk, kUnavailable, kRetrying };

// What the gateway reports about itself.
struct StateUpdate {
  GatewayState state = GatewayState::kStarting;
  std::string exit_reason;  // "" is written as null
  bool restart_requested = false;
  int active_work = 0;
  // Details of some of the active work; only the first 32 are written.
  std::vector<ActiveWork> work;
  SessionStoreStatus session_store = SessionStoreStatus::kUnknown;
  std::optional<ApiPlatform> api;  // std::nullopt writes no entry
};

// Returns the new text of gateway_state.json: `update` by the process `self` at
// `now`, merged into `previous`, the current text. Keys that the gateway does
// not own are kept, above all desired_state. A `previous` that is not a JSON
// object counts as empty; `*was_corrupt` is then set to true unless it is "",
// which means that the file does not exist. Pure.
std::string MergeState(std::string_view previous, const StateUpdate& update,
                       const PidRecord& self, WallTime now, bool* was_corrupt);

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_STATE_RECORD_H_
