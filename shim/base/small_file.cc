#include "shim/base/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

// Reads to the end of the file and appends to `content`. Returns 0 or an error
// number.
int ReadAll(int fd, size_t limit, std::string& content) {
  char buffer[4096];
  while (true) {
    const ssize_t n = read(fd, buffer, sizeof buffer);
    if (n == 0) return 0;
    if (n < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    content.append(buffer, static_cast<size_t>(n));
    if (content.size() > limit) return EFBIG;
  }
}

int WriteAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = write(fd, content.data(), content.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    content.remove_prefix(static_cast<size_t>(n));
  }
  return 0;
}

}  // namespace

Expected<std::string> ReadSmallFile(int dir_fd, const std::string& name,
                                    size_t limit, int flags) {
  const UniqueFd fd(
      openat(dir_fd, name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags));
  if (!fd.valid()) return Error{errno, "opening", name};
  struct stat st;
  if (fstat(fd.get(), &st) != 0) return Error{errno, "examining", name};
  if (!S_ISREG(st.st_mode)) return Error{EINVAL, "reading", name};
  std::string content;
  const int err = ReadAll(fd.get(), limit, content);
  if (err != 0) return Error{err, "reading", name};
  return content;
}

Expected<void> CreateFile(int dir_fd, const std::string& name,
                          std::string_view content, mode_t mode) {
  const UniqueFd fd(openat(dir_fd, name.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                           mode));
  if (!fd.valid()) return Error{errno, "creating", name};
  const int err = WriteAll(fd.get(), content);
  if (err == 0) return {};
  unlinkat(dir_fd, name.c_str(), 0);
  return Error{err, "writing", name};
}

Expected<void> ReplaceFile(int dir_fd, const std::string& name,
                           std::string_view content, mode_t mode) {
  const std::string temporary = name + ".new." + std::to_string(getpid());
  // A file of that name can only be left over from an earlier process with
  // this pid.
  unlinkat(dir_fd, temporary.c_str(), 0);
  Expected<void> created = CreateFile(dir_fd, temporary, content, mode);
  if (!created.ok()) return created;
  if (renameat(dir_fd, temporary.c_str(), dir_fd, name.c_str()) == 0) return {};
  const int err = errno;
  unlinkat(dir_fd, temporary.c_str(), 0);
  return Error{err, "replacing", name};
}

}  // namespace hermes
