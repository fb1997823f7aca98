#include "gateway/profile/tree_copy.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"
#include "gateway/profile/profiles_directory.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

// Deeper than any skill; a directory that is bind-mounted into itself has no
// end.
constexpr int kDeepest = 64;

absl::Status CopyError(const std::string& name) {
  return ProfileFileError(errno, absl::StrCat("cannot copy ", name));
}

absl::Status CopyBytes(int from, int to, const std::string& name) {
  char chunk[65536];
  for (;;) {
    const ssize_t got = read(from, chunk, sizeof(chunk));
    if (got == 0) return absl::OkStatus();
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return CopyError(name);
    const absl::Status written =
        WriteAll(to, std::string_view(chunk, static_cast<size_t>(got)));
    if (!written.ok()) return CopyError(name);
  }
}

absl::Status CopyFile(int from_dir, int to_dir, const std::string& name) {
  // O_NONBLOCK: it may have become a FIFO since it was checked.
  const UniqueFd from(openat(from_dir, name.c_str(),
                             O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat st = {};
  if (!from.valid() || fstat(from.get(), &st) != 0) return CopyError(name);
  const UniqueFd to(openat(to_dir, name.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                           st.st_mode & 0777));
  if (!to.valid()) return CopyError(name);
  absl::Status copied = CopyBytes(from.get(), to.get(), name);
  if (copied.ok() && fdatasync(to.get()) != 0) return CopyError(name);
  return copied;
}

// Appends the names in the directory `fd` except "." and "..".
absl::Status ListInto(int fd, const std::string& name,
                      std::vector<std::string>* names) {
  DIR* const stream =
      fdopendir(openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (stream == nullptr) return CopyError(name);
  while (const dirent* entry = readdir(stream)) {
    const std::string_view found = entry->d_name;
    if (found != "." && found != "..") names->emplace_back(found);
  }
  closedir(stream);
  return absl::OkStatus();
}

class Copier {
 public:
  int passed_over() const { return passed_over_; }

  absl::Status CopyDirectory(int from, int to_dir, const std::string& name,
                             int depth) {
    if (depth > kDeepest) return Deep(name);
    struct stat st = {};
    if (fstat(from, &st) != 0) return CopyError(name);
    // Writable for us while it is filled.
    if (mkdirat(to_dir, name.c_str(), (st.st_mode & 0777) | 0700) != 0 &&
        errno != EEXIST) {
      return CopyError(name);
    }
    const UniqueFd to(openat(to_dir, name.c_str(),
                             O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!to.valid()) return CopyError(name);
    std::vector<std::string> names;
    absl::Status status = ListInto(from, name, &names);
    for (const std::string& inner : names) {
      if (status.ok()) status = CopyEntry(from, to.get(), inner, depth + 1);
    }
    return status;
  }

 private:
  static absl::Status Deep(const std::string& name) {
    return absl::NotFoundError(absl::StrCat("cannot copy ", name, ": deeper ",
                                            "than ", kDeepest, " levels"));
  }

  absl::Status CopyEntry(int from_dir, int to_dir, const std::string& name,
                         int depth) {
    struct stat st = {};
    if (fstatat(from_dir, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
      return CopyError(name);
    }
    if (S_ISREG(st.st_mode)) return CopyFile(from_dir, to_dir, name);
    if (!S_ISDIR(st.st_mode)) {
      ++passed_over_;
      return absl::OkStatus();
    }
    const UniqueFd from(
        openat(from_dir, name.c_str(),
               O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!from.valid()) return CopyError(name);
    return CopyDirectory(from.get(), to_dir, name, depth);
  }

  int passed_over_ = 0;
};

}  // namespace

absl::StatusOr<int> CopyTree(int from_fd, int to_fd, const std::string& name) {
  Copier copier;
  const absl::Status status = copier.CopyDirectory(from_fd, to_fd, name, 0);
  if (!status.ok()) return status;
  return copier.passed_over();
}

}  // namespace hermes::gateway
