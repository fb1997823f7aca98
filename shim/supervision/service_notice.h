#ifndef HERMES_SHIM_SUPERVISION_SERVICE_NOTICE_H_
#define HERMES_SHIM_SUPERVISION_SERVICE_NOTICE_H_

#include <string_view>

#include "shim/base/environment.h"

namespace hermes {

// The notices that the heartbeat sends to a service manager outside the
// container (systemd, through Podman's --sdnotify=container). Slots do not get
// NOTIFY_SOCKET, so that the heartbeat alone can report that the container has
// started.
inline constexpr std::string_view kReadyNotice = "READY=1";
inline constexpr std::string_view kStoppingNotice = "STOPPING=1";

// Sends `notice` to the socket that NOTIFY_SOCKET of `environment` names: an
// absolute path, or '@' and an abstract name. Does nothing if the variable is
// unset or empty. Never waits; reports a failure in one line on stderr.
void NotifyServiceManager(const Environment& environment,
                          std::string_view notice);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SERVICE_NOTICE_H_
