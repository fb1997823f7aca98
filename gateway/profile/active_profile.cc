#include "gateway/profile/active_profile.h"

#include <unistd.h>

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "active_profile";
constexpr size_t kLargest = 256;

}  // namespace

std::string ReadActiveProfile(int root_fd) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(root_fd, kName, kLargest);
  return text.ok() ? std::string(absl::StripAsciiWhitespace(*text)) : "";
}

absl::Status WriteActiveProfile(int root_fd, const std::string& name) {
  return ReplaceFile(root_fd, kName, absl::StrCat(name, "\n"), 0644);
}

void ClearActiveProfile(int root_fd) { unlinkat(root_fd, kName, 0); }

}  // namespace hermes::gateway
