#include "gateway/logging/rotating_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

std::string OldName(const std::string& name, int generation) {
  return generation == 0 ? name : absl::StrCat(name, ".", generation);
}

absl::Status Failed(int error, const std::string& name) {
  return absl::ErrnoToStatus(error, absl::StrCat("cannot write logs/", name));
}

absl::StatusOr<UniqueFd> Open(int logs_fd, const RotatingFile& file) {
  // O_NONBLOCK: opening a FIFO must not hang. Read access is needed to check
  // the last byte.
  UniqueFd fd(
      openat(logs_fd, file.name.c_str(),
             O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
             file.mode));
  if (!fd.valid()) return Failed(errno, file.name);
  struct stat status = {};
  if (fstat(fd.get(), &status) != 0) return Failed(errno, file.name);
  if (!S_ISREG(status.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat("logs/", file.name, " is not a regular file"));
  }
  return fd;
}

off_t SizeOf(int fd) {
  struct stat status = {};
  return fstat(fd, &status) == 0 ? status.st_size : 0;
}

// Renames the oldest file first, so that each target name is free.
absl::Status Rotate(int logs_fd, const RotatingFile& file) {
  for (int i = file.old_files - 1; i >= 0; --i) {
    const std::string from = OldName(file.name, i);
    const std::string to = OldName(file.name, i + 1);
    if (renameat(logs_fd, from.c_str(), logs_fd, to.c_str()) != 0 &&
        errno != ENOENT) {
      return Failed(errno, to);
    }
  }
  return absl::OkStatus();
}

// Returns true if an earlier write was incomplete, so that the next text must
// begin on a new line.
bool EndsInMidLine(int fd, off_t size) {
  char last = '\n';
  return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

absl::Status AppendRotating(int home_fd, const RotatingFile& file,
                            std::string_view text) {
  const UniqueFd logs(
      openat(home_fd, "logs", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!logs.valid()) return absl::ErrnoToStatus(errno, "cannot open logs");
  absl::StatusOr<UniqueFd> fd = Open(logs.get(), file);
  if (!fd.ok()) return fd.status();
  off_t size = SizeOf(fd->get());
  if (size > 0 && static_cast<size_t>(size) + text.size() > file.max_bytes) {
    absl::Status rotated = Rotate(logs.get(), file);
    if (!rotated.ok()) return rotated;
    fd = Open(logs.get(), file);
    if (!fd.ok()) return fd.status();
    size = SizeOf(fd->get());
  }
  if (!EndsInMidLine(fd->get(), size)) return WriteAll(fd->get(), text);
  return WriteAll(fd->get(), absl::StrCat("\n", absl::string_view(
                                                    text.data(), text.size())));
}

}  // namespace hermes::gateway
