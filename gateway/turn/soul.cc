#include "gateway/turn/soul.h"

#include <time.h>

#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gateway/files/durable_file.h"
#include "gateway/turn/utf8_sanitizer.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "SOUL.md";
constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";
// The resolution of the coarsest file times of any file system.
constexpr time_t kCoarsestSecs = 2;

bool SameTime(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool SameFile(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino &&
         a.st_size == b.st_size && SameTime(a.st_mtim, b.st_mtim) &&
         SameTime(a.st_ctim, b.st_ctim);
}

// Returns true if any change from now on will change the file's times.
bool IsSettled(const struct stat& status) {
  const time_t now = time(nullptr);
  return status.st_mtim.tv_sec + kCoarsestSecs < now &&
         status.st_ctim.tv_sec + kCoarsestSecs < now;
}

}  // namespace

absl::StatusOr<std::string> Soul::Read() {
  struct stat status = {};
  if (fstatat(home_fd_, kName, &status, 0) != 0) {
    const int error = errno;
    seen_.reset();
    if (error == ENOENT) return std::string();
    return absl::ErrnoToStatus(error, "cannot read SOUL.md");
  }
  if (seen_.has_value() && SameFile(*seen_, status)) return text_;
  seen_.reset();
  // If the file changes after the fstatat(), the next call reads it again, so
  // the text is never stale.
  absl::StatusOr<std::string> bytes =
      ReadSmallFile(home_fd_, kName, kLargestSoul);
  if (absl::IsNotFound(bytes.status())) return std::string();
  if (!bytes.ok()) return bytes;
  text_ = SanitizeUtf8(*bytes);
  if (absl::StartsWith(text_, kByteOrderMark)) text_.erase(0, 3);
  if (IsSettled(status)) seen_ = status;
  return text_;
}

}  // namespace hermes::gateway
