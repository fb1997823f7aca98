#include "shim/supervision/service_notice.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

Expected<void> Send(std::string_view name, std::string_view notice) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (name.size() >= sizeof address.sun_path ||
      (name.front() != '/' && name.front() != '@')) {
    return Error{EINVAL, "notifying the service manager at", std::string(name)};
  }
  memcpy(address.sun_path, name.data(), name.size());
  if (name.front() == '@') address.sun_path[0] = '\0';
  const auto size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  const UniqueFd fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!fd.valid() ||
      sendto(fd.get(), notice.data(), notice.size(),
             MSG_NOSIGNAL | MSG_DONTWAIT,
             reinterpret_cast<const sockaddr*>(&address), size) < 0) {
    return Error{errno, "notifying the service manager at", std::string(name)};
  }
  return {};
}

}  // namespace

void NotifyServiceManager(const Environment& environment,
                          std::string_view notice) {
  const std::string_view name = environment.GetOrEmpty("NOTIFY_SOCKET");
  if (name.empty()) return;
  const Expected<void> sent = Send(name, notice);
  if (!sent.ok()) Say({Describe(sent.error())});
}

}  // namespace hermes
