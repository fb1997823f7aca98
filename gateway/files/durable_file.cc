#include "gateway/files/durable_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "shim/base/rename_without_replacing.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

// Returns the name of a temporary file of this process. It contains the pid, so
// that a file left behind by a killed process with our pid can be removed.
std::string TemporaryName(const std::string& name) {
  return absl::StrCat(".", name, ".tmp-", getpid());
}

absl::StatusOr<UniqueFd> OpenTemporary(int dir_fd, const std::string& temp,
                                       mode_t mode) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  UniqueFd fd(openat(dir_fd, temp.c_str(), kFlags, mode));
  if (!fd.valid() && errno == EEXIST) {
    unlinkat(dir_fd, temp.c_str(), 0);
    fd.reset(openat(dir_fd, temp.c_str(), kFlags, mode));
  }
  if (!fd.valid()) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot create ", temp));
  }
  return fd;
}

// `name` is the file's final name.
absl::Status FillTemporary(int dir_fd, const std::string& temp,
                           const std::string& name, std::string_view content,
                           mode_t mode) {
  absl::StatusOr<UniqueFd> fd = OpenTemporary(dir_fd, temp, mode);
  if (!fd.ok()) return fd.status();
  absl::Status written = WriteAll(fd->get(), content);
  if (!written.ok()) {
    return absl::Status(written.code(),
                        absl::StrCat(name, ": ", written.message()));
  }
  if (fsync(fd->get()) != 0 && errno != EINVAL) {
    written = absl::ErrnoToStatus(errno, absl::StrCat("cannot sync ", temp));
  }
  return written;
}

int RenameOver(int dir_fd, const std::string& temp, const std::string& name) {
  return renameat(dir_fd, temp.c_str(), dir_fd, name.c_str()) == 0 ? 0 : errno;
}

int RenameToFreeName(int dir_fd, const std::string& temp,
                     const std::string& name) {
  return RenameWithoutReplacing(dir_fd, temp, name);
}

using Publish = int (*)(int, const std::string&, const std::string&);

absl::Status WriteThenPublish(int dir_fd, const std::string& name,
                              std::string_view content, mode_t mode,
                              Publish publish) {
  const std::string temp = TemporaryName(name);
  absl::Status status = FillTemporary(dir_fd, temp, name, content, mode);
  if (status.ok()) {
    const int error = publish(dir_fd, temp, name);
    if (error == 0) return absl::OkStatus();
    status = absl::ErrnoToStatus(error, absl::StrCat("cannot create ", name));
  }
  unlinkat(dir_fd, temp.c_str(), 0);
  return status;
}

absl::Status CheckRegular(int fd, const std::string& name) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", name));
  }
  if (S_ISREG(status.st_mode)) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat(name, " is not a regular file"));
}

size_t SizeOf(int fd) {
  struct stat status = {};
  return fstat(fd, &status) == 0 ? static_cast<size_t>(status.st_size) : 0;
}

// Returns how many bytes fit into the blocks that the file already has.
size_t RoomOf(int fd) {
  struct stat status = {};
  constexpr size_t kUnit = 512;  // the unit of st_blocks on Linux
  return fstat(fd, &status) == 0 ? static_cast<size_t>(status.st_blocks) * kUnit
                                 : 0;
}

absl::Status WriteAt(int fd, size_t offset, std::string_view content) {
  while (!content.empty()) {
    const ssize_t put =
        pwrite(fd, content.data(), content.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return absl::ErrnoToStatus(errno, "cannot write");
    content.remove_prefix(static_cast<size_t>(put));
    offset += static_cast<size_t>(put);
  }
  return absl::OkStatus();
}

// Writes in an order in which a reader sees complete content after every step:
// first as many blanks as the file grows by, then all of it in one write that
// covers the old content, then the new length.
absl::Status WriteOver(int fd, size_t size, std::string_view content) {
  std::string padded(content);
  padded.resize(std::max(size, content.size()), ' ');
  absl::Status written;
  if (content.size() > size) {
    written = WriteAt(fd, size, std::string(content.size() - size, ' '));
  }
  if (written.ok()) written = WriteAt(fd, 0, padded);
  if (written.ok() && content.size() < size &&
      ftruncate(fd, static_cast<off_t>(content.size())) != 0) {
    written = absl::ErrnoToStatus(errno, "cannot shorten");
  }
  if (written.ok() && fdatasync(fd) != 0 && errno != EINVAL) {
    written = absl::ErrnoToStatus(errno, "cannot sync");
  }
  return written;
}

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(int dir_fd, const std::string& name,
                                          size_t max_bytes) {
  // O_NONBLOCK: opening a FIFO must not hang.
  const UniqueFd fd(
      openat(dir_fd, name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd.valid()) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", name));
  }
  absl::Status regular = CheckRegular(fd.get(), name);
  if (!regular.ok()) return regular;
  std::string content;
  char chunk[4096];
  for (;;) {
    const ssize_t got = read(fd.get(), chunk, sizeof(chunk));
    if (got == 0) return content;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", name));
    }
    content.append(chunk, static_cast<size_t>(got));
    if (content.size() > max_bytes) {
      return absl::OutOfRangeError(
          absl::StrCat(name, " is larger than ", max_bytes, " bytes"));
    }
  }
}

absl::Status ReplaceFile(int dir_fd, const std::string& name,
                         std::string_view content, mode_t mode) {
  return WriteThenPublish(dir_fd, name, content, mode, RenameOver);
}

absl::Status CreateFile(int dir_fd, const std::string& name,
                        std::string_view content, mode_t mode) {
  return WriteThenPublish(dir_fd, name, content, mode, RenameToFreeName);
}

absl::Status OverwriteFile(int dir_fd, const std::string& name,
                           std::string_view content) {
  const UniqueFd fd(openat(dir_fd, name.c_str(),
                           O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd.valid()) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot overwrite ", name));
  }
  absl::Status regular = CheckRegular(fd.get(), name);
  if (!regular.ok()) return regular;
  const size_t size = SizeOf(fd.get());
  if (content.size() > std::max(size, RoomOf(fd.get()))) {
    return absl::ResourceExhaustedError(
        absl::StrCat(name, " does not fit where it lies"));
  }
  absl::Status written = WriteOver(fd.get(), size, content);
  if (written.ok()) return written;
  return absl::Status(written.code(),
                      absl::StrCat(name, ": ", written.message()));
}

absl::Status WriteAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t put = write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return absl::ErrnoToStatus(errno, "cannot write");
    content.remove_prefix(static_cast<size_t>(put));
  }
  return absl::OkStatus();
}

}  // namespace hermes::gateway
