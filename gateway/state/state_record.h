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
  kDegraded,  // up, and a platform waits to be tried again
  kDraining,
  kStopped,
  kStartupFailed,
};

// The word for it in gateway_state.json.
const char* StateName(GatewayState state);

// The API server's entry under `platforms`.
struct ApiPlatform {
  std::string state;          // connected, fatal, ...
  std::string error_code;     // "" is null
  std::string error_message;  // "" is null
  std::string listener_base;  // http://host:port, "" leaves the key out
};

// One piece of work under way.
struct ActiveWork {
  std::string kind;     // "chat"
  std::string session;  // its key, or its id where it has none
  double elapsed_secs = 0;
};

// Whether sessions can be kept.
enum class SessionStoreStatus { kUnknown, kOk, kUnavailable, kRetrying };

// What the gateway has to say about itself.
struct StateUpdate {
  GatewayState state = GatewayState::kStarting;
  std::string exit_reason;  // "" is null
  bool restart_requested = false;
  int active_work = 0;
  // Those of them that there is more to say about; only the first 32 are kept.
  std::vector<ActiveWork> work;
  SessionStoreStatus session_store = SessionStoreStatus::kUnknown;
  std::optional<ApiPlatform> api;  // nothing: no such entry
};

// The new text of gateway_state.json: `update` by the process `self` at `now`,
// merged into `previous`, the text so far. Keys that are not the gateway's
// own stay as they are, desired_state above all. A `previous` that is no JSON
// object counts as empty; `*was_corrupt` then becomes true, unless it is ""
// and so no file. Pure.
std::string MergeState(std::string_view previous, const StateUpdate& update,
                       const PidRecord& self, WallTime now, bool* was_corrupt);

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_STATE_RECORD_H_
