#ifndef GATEWAY_LIFECYCLE_DRAIN_REQUEST_H_
#define GATEWAY_LIFECYCLE_DRAIN_REQUEST_H_

#include <optional>
#include <string>

#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

inline constexpr char kDrainRequestFile[] = ".drain_request.json";

// Whether somebody wants the gateway to take on no new work, without ending it.
struct DrainRequest {
  bool active = false;
  bool suppress_notification = false;  // chats are not told
  std::string principal;               // who asks, "": not said
  std::string ignored_because;         // of one that is there but not active

  friend bool operator==(const DrainRequest&, const DrainRequest&) = default;
};

// `text` is that of .drain_request.json, nothing if there is no such file, ""
// if it cannot be read. One that is there is active, also where it is no JSON:
// whoever made it wants no new work. It is left over, and so not active, if it
// names another boot (`epoch`) than `own_epoch`, unless that is "", or was made
// more than an hour before `now`, or is dated more than an hour after it. Pure.
DrainRequest JudgeDrainRequest(const std::optional<std::string>& text,
                               const std::string& own_epoch, WallTime now);

// This boot of this container, `<boot id>:<start time of pid 1>`; "" where it
// cannot be told.
std::string OwnDrainEpoch();

// What the home `home_fd` asks for at this moment.
DrainRequest ReadDrainRequest(int home_fd, const std::string& own_epoch);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_DRAIN_REQUEST_H_
