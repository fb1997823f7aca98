#ifndef GATEWAY_LIFECYCLE_DRAIN_REQUEST_H_
#define GATEWAY_LIFECYCLE_DRAIN_REQUEST_H_

#include <optional>
#include <string>

#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

inline constexpr char kDrainRequestFile[] = ".drain_request.json";

// Whether an operator asks the gateway to accept no new work, without ending
// it.
struct DrainRequest {
  bool active = false;
  bool suppress_notification = false;  // do not notify chats
  std::string principal;               // the requester, "" if not given
  std::string ignored_because;         // why an existing request is not active

  friend bool operator==(const DrainRequest&, const DrainRequest&) = default;
};

// Judges a drain request. `text` is the content of .drain_request.json;
// std::nullopt if it does not exist, "" if it cannot be read. An existing
// file is active even if it is not JSON, because its author wants no new work.
// It is stale, and therefore not active, if it names another boot (`epoch`)
// than `own_epoch`, unless that is "", or was written more than an hour before
// `now`, or is dated more than an hour after it. Pure.
DrainRequest JudgeDrainRequest(const std::optional<std::string>& text,
                               const std::string& own_epoch, WallTime now);

// Returns an id of this boot of this container, `<boot id>:<start time of pid
// 1>`; "" if it cannot be determined.
std::string OwnDrainEpoch();

// Reads the current request of the home `home_fd`.
DrainRequest ReadDrainRequest(int home_fd, const std::string& own_epoch);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_DRAIN_REQUEST_H_
