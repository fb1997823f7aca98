#include "gateway/dashboard/login/sessions_file.h"

#include <sys/types.h>

#include <optional>
#include <utility>

#include "gateway/dashboard/login/private_file.h"
#include "gateway/files/durable_file.h"
#include "gateway/seeding/random_hex.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kName[] = ".dashboard_sessions";
constexpr mode_t kMode = 0600;

}  // namespace

absl::StatusOr<RevokedSessions> LoadOrMakeSessions(int root_fd) {
  const std::optional<std::string> text =
      ReadPrivateFile(root_fd, kName, RevokedSessions::kMaxBytes);
  if (text.has_value()) {
    std::optional<RevokedSessions> there = RevokedSessions::Parse(*text);
    if (there.has_value()) return *std::move(there);
  }
  absl::StatusOr<std::string> epoch = RandomKey();
  if (!epoch.ok()) return epoch.status();
  RevokedSessions made(*std::move(epoch));
  const absl::Status saved = SaveSessions(root_fd, made.Format());
  if (!saved.ok()) return saved;
  return made;
}

absl::Status SaveSessions(int root_fd, const std::string& text) {
  return ReplaceFile(root_fd, kName, text, kMode);
}

}  // namespace hermes::gateway::dashboard
