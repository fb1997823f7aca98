#include "gateway/profile/mounts_within.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include <cerrno>
#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/files/durable_file.h"
#include "gateway/profile/profiles_directory.h"

namespace hermes::gateway {
namespace {

constexpr char kMountInfo[] = "/proc/self/mountinfo";
// Enough for thousands of mounts.
constexpr size_t kLargestMountInfo = 4 << 20;
// The fields of a line are: id, parent, device, root of the mount, mount point.
constexpr size_t kMountPointField = 4;

bool IsOctal(char c) { return c >= '0' && c <= '7'; }

// Decodes the kernel's \ and three octal digits for blanks and backslashes.
std::string Unescape(const std::string& field) {
  std::string text;
  for (size_t at = 0; at < field.size(); ++at) {
    const std::string digits = field.substr(at + 1, 3);
    if (field[at] != '\\' || digits.size() != 3 || !IsOctal(digits[0]) ||
        !IsOctal(digits[1]) || !IsOctal(digits[2])) {
      text.push_back(field[at]);
      continue;
    }
    const int code =
        (digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0');
    text.push_back(static_cast<char>(code));
    at += 3;
  }
  return text;
}

bool LiesIn(const std::string& path, const std::string& directory) {
  return absl::StartsWith(path, directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

}  // namespace

std::vector<std::string> MountsWithin(const std::string& mountinfo,
                                      const std::string& directory) {
  std::vector<std::string> found;
  const std::vector<std::string> lines = absl::StrSplit(mountinfo, '\n');
  for (const std::string& line : lines) {
    const std::vector<std::string> fields = absl::StrSplit(line, ' ');
    if (fields.size() <= kMountPointField) continue;
    std::string point = Unescape(fields[kMountPointField]);
    if (LiesIn(point, directory)) found.push_back(std::move(point));
  }
  return found;
}

absl::StatusOr<std::vector<std::string>> FindMountsWithin(
    const std::string& directory) {
  char real[PATH_MAX];
  if (realpath(directory.c_str(), real) == nullptr) {
    return ProfileFileError(errno, absl::StrCat("cannot examine ", directory));
  }
  const absl::StatusOr<std::string> text =
      ReadSmallFile(AT_FDCWD, kMountInfo, kLargestMountInfo);
  if (!text.ok()) return text.status();
  return MountsWithin(*text, real);
}

}  // namespace hermes::gateway
