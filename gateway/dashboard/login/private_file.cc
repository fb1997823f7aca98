#include "gateway/dashboard/login/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "shim/base/unique_fd.h"

namespace hermes::gateway::dashboard {

std::optional<std::string> ReadPrivateFile(int dir_fd, const std::string& name,
                                           size_t max_bytes) {
  const UniqueFd file(openat(dir_fd, name.c_str(),
                             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat st = {};
  if (!file.valid() || fstat(file.get(), &st) != 0 || !S_ISREG(st.st_mode) ||
      st.st_uid != geteuid() || (st.st_mode & 077) != 0) {
    return std::nullopt;
  }
  // One byte more than allowed shows whether the file is too long.
  std::string text(max_bytes + 1, '\0');
  size_t size = 0;
  for (;;) {
    const ssize_t got =
        read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > max_bytes) return std::nullopt;
  text.resize(size);
  return text;
}

}  // namespace hermes::gateway::dashboard
