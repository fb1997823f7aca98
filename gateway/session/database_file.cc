#include "gateway/session/database_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "shim/base/rename_without_replacing.h"

namespace hermes::gateway {
namespace {

constexpr mode_t kMode = 0600;
constexpr int kMostNames = 1000;

absl::Status Failure(const std::string& what, int error) {
  // Opening a symbolic link fails with ELOOP, a directory with EISDIR, a socket
  // with ENXIO.
  if (error == ELOOP || error == EISDIR || error == ENXIO) {
    return absl::FailedPreconditionError(absl::StrCat(
        what, ": it is not a regular file; move it out of the way"));
  }
  return absl::ErrnoToStatus(error, what);
}

absl::Status Harden(int fd, const std::string& name) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) return Failure(name, errno);
  if (!S_ISREG(status.st_mode)) return Failure(name, EISDIR);
  if ((status.st_mode & 0777) == kMode) return absl::OkStatus();
  if (fchmod(fd, kMode) != 0) return Failure(name, errno);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PathOf(int dir_fd) {
  const std::string link = absl::StrCat("/proc/self/fd/", dir_fd);
  std::string path(PATH_MAX, '\0');
  const ssize_t length = readlink(link.c_str(), path.data(), path.size());
  if (length < 0) return absl::ErrnoToStatus(errno, link);
  path.resize(static_cast<size_t>(length));
  return path;
}

// What MoveDatabaseAside() appends after `.corrupt-`: a stamp, and a number
// that is greater than 1 if the stamp was taken. Sorts by time.
using AsideOrder = std::pair<std::string, int>;

std::optional<AsideOrder> ParseAside(absl::string_view text) {
  constexpr absl::string_view kForm = "00000000T000000Z";
  if (text.size() < kForm.size()) return std::nullopt;
  for (size_t n = 0; n < kForm.size(); ++n) {
    const bool fits =
        kForm[n] == '0' ? absl::ascii_isdigit(text[n]) : text[n] == kForm[n];
    if (!fits) return std::nullopt;
  }
  AsideOrder order(text.substr(0, kForm.size()), 1);
  text.remove_prefix(kForm.size());
  if (text.empty()) return order;
  if (!absl::ConsumePrefix(&text, "-") || text.empty() ||
      !std::all_of(text.begin(), text.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &order.second)) {
    return std::nullopt;
  }
  return order;
}

// Returns the databases that were moved aside, oldest first.
std::map<AsideOrder, std::string> DatabasesAside(int dir_fd,
                                                 const std::string& name) {
  std::map<AsideOrder, std::string> found;
  const int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const directory = fd < 0 ? nullptr : fdopendir(fd);
  if (directory == nullptr) {
    if (fd >= 0) close(fd);
    return found;
  }
  const absl::Cleanup closer = [directory] { closedir(directory); };
  const std::string start = absl::StrCat(name, ".corrupt-");
  while (const dirent* const entry = readdir(directory)) {
    absl::string_view rest = entry->d_name;
    if (!absl::ConsumePrefix(&rest, start)) continue;
    std::optional<AsideOrder> order = ParseAside(rest);
    if (order.has_value()) found.emplace(*std::move(order), entry->d_name);
  }
  return found;
}

}  // namespace

absl::StatusOr<std::string> FindDatabaseFile(int dir_fd,
                                             const std::string& name) {
  struct stat status = {};
  if (fstatat(dir_fd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return absl::ErrnoToStatus(errno, name);
  }
  if (!S_ISREG(status.st_mode)) return Failure(name, EISDIR);
  const absl::StatusOr<std::string> path = PathOf(dir_fd);
  if (!path.ok()) return path.status();
  return absl::StrCat(*path, "/", name);
}

absl::StatusOr<std::string> PrepareDatabaseFile(int dir_fd,
                                                const std::string& name) {
  // O_NONBLOCK: opening a FIFO of that name must not block.
  constexpr int kFlags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  bool made = false;
  int fd = openat(dir_fd, name.c_str(), kFlags);
  if (fd < 0 && errno == ENOENT) {
    fd = openat(dir_fd, name.c_str(), kFlags | O_CREAT | O_EXCL, kMode);
    made = fd >= 0;
  }
  if (fd < 0) return Failure(name, errno);
  const absl::Cleanup closer = [fd] { close(fd); };
  const absl::Status hard = Harden(fd, name);
  if (!hard.ok()) return hard;
  // SQLite syncs the directory only for files that it creates itself.
  if (made && fsync(dir_fd) != 0 && errno != EINVAL) {
    return absl::ErrnoToStatus(errno, name);
  }
  const absl::StatusOr<std::string> path = PathOf(dir_fd);
  if (!path.ok()) return path.status();
  return absl::StrCat(*path, "/", name);
}

absl::StatusOr<std::string> MoveDatabaseAside(int dir_fd,
                                              const std::string& name,
                                              const std::string& stamp) {
  const std::string wanted = absl::StrCat(name, ".corrupt-", stamp);
  // Among the databases of one second the newest must have the highest number,
  // even if older ones have been removed: DropOldDatabases() relies on that.
  int number = 1;
  for (const auto& [order, file] : DatabasesAside(dir_fd, name)) {
    if (order.first == stamp) number = order.second + 1;
  }
  std::string aside;
  int error = EEXIST;
  for (int tries = 0; error == EEXIST && tries < kMostNames; ++tries) {
    aside = number == 1 ? wanted : absl::StrCat(wanted, "-", number);
    error = RenameWithoutReplacing(dir_fd, name, aside);
    ++number;
  }
  if (error != 0) return absl::ErrnoToStatus(error, name);
  // Keep the suffixes, so that sqlite3 can open the renamed database with its
  // -wal. If renaming the -wal fails, SQLite discards it, because the next
  // database is empty.
  for (const char* const end : {"-wal", "-shm"}) {
    RenameWithoutReplacing(dir_fd, absl::StrCat(name, end),
                           absl::StrCat(aside, end));
  }
  fsync(dir_fd);
  return aside;
}

std::vector<std::string> DropOldDatabases(int dir_fd, const std::string& name,
                                          size_t keep) {
  const std::map<AsideOrder, std::string> aside = DatabasesAside(dir_fd, name);
  std::vector<std::string> dropped;
  size_t left = aside.size();
  for (const auto& [order, file] : aside) {
    if (left-- <= keep) break;
    // unlinkat() without AT_REMOVEDIR fails for a directory.
    if (unlinkat(dir_fd, file.c_str(), 0) != 0) continue;
    for (const char* const end : {"-wal", "-shm"}) {
      unlinkat(dir_fd, absl::StrCat(file, end).c_str(), 0);
    }
    dropped.push_back(file);
  }
  return dropped;
}

}  // namespace hermes::gateway
