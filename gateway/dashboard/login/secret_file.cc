#include "gateway/dashboard/login/secret_file.h"

#include <sys/types.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/ascii.h"
#include "gateway/dashboard/login/private_file.h"
#include "gateway/files/durable_file.h"
#include "gateway/seeding/random_hex.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kName[] = ".dashboard_secret";
constexpr size_t kMaxBytes = 1 << 16;
constexpr size_t kLongest = 256;  // ignores bytes after these
constexpr size_t kShortest = 32;
constexpr mode_t kMode = 0600;

// Returns the secret in the file; std::nullopt without a valid one.
std::optional<std::string> Load(int root_fd) {
  std::optional<std::string> text = ReadPrivateFile(root_fd, kName, kMaxBytes);
  if (!text.has_value()) return std::nullopt;
  text->resize(std::min(text->size(), kLongest));
  text = std::string(absl::StripAsciiWhitespace(*text));
  if (text->size() < kShortest) return std::nullopt;
  return text;
}

}  // namespace

absl::StatusOr<std::string> LoadOrMakeSecret(int root_fd) {
  const std::optional<std::string> there = Load(root_fd);
  if (there.has_value()) return *there;
  absl::StatusOr<std::string> key = RandomKey();
  if (!key.ok()) return key.status();
  const absl::Status written = ReplaceFile(root_fd, kName, *key + "\n", kMode);
  if (!written.ok()) return written;
  return key;
}

}  // namespace hermes::gateway::dashboard
