#include "gateway/dashboard/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <optional>

#include "absl/strings/ascii.h"
#include "gateway/files/small_file.h"
#include "gateway/files/unique_fd.h"
#include "gateway/seeding/random_key.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = ".dashboard_secret";
constexpr size_t kLongest = 256;
constexpr size_t kShortest = 32;
constexpr mode_t kMode = 0600;

// The secret in the file, if it is one. Never through a link, which might lead
// to what others know.
std::optional<std::string> Load(int root_fd) {
  const UniqueFd file(
      openat(root_fd, kName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat st = {};
  if (!file.valid() || fstat(file.get(), &st) != 0 || !S_ISREG(st.st_mode) ||
      st.st_uid != geteuid() || (st.st_mode & 077) != 0) {
    return std::nullopt;
  }
  std::string text(kLongest, '\0');
  ssize_t got;
  do {
    got = read(file.get(), text.data(), text.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) return std::nullopt;
  text.resize(static_cast<size_t>(got));
  text = std::string(absl::StripAsciiWhitespace(text));
  if (text.size() < kShortest) return std::nullopt;
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

}  // namespace hermes::gateway
