#ifndef HERMES_SHIM_SUPERVISION_SERVICE_NOTICE_H_
#define HERMES_SHIM_SUPERVISION_SERVICE_NOTICE_H_

#include <string_view>

#include "shim/base/environment.h"

namespace hermes {

// What a service manager outside of the container (systemd, through Podman's
// --sdnotify=container) is told of a heartbeat. NOTIFY_SOCKET never reaches a
// slot, so nobody else would tell it that the container has started.
inline constexpr std::string_view kReadyNotice = "READY=1";
inline constexpr std::string_view kStoppingNotice = "STOPPING=1";

// Sends `notice` to the socket that NOTIFY_SOCKET of `environment` names, an
// absolute path or an abstract name behind '@'. Does nothing where there is
// none, never waits, and says so in one line where it fails.
void NotifyServiceManager(const Environment& environment,
                          std::string_view notice);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SERVICE_NOTICE_H_
