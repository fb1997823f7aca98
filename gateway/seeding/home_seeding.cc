#include "gateway/seeding/home_seeding.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"
#include "gateway/seeding/random_hex.h"
#include "gateway/seeding/seed_plan.h"

namespace hermes::gateway {
namespace {

// Also true for a dangling symbolic link: the name is in use.
bool IsTaken(int home_fd, const char* name) {
  struct stat ignored;
  return fstatat(home_fd, name, &ignored, AT_SYMLINK_NOFOLLOW) == 0 ||
         errno != ENOENT;
}

absl::Status MakeDirectory(int home_fd, const std::string& name) {
  if (mkdirat(home_fd, name.c_str(), 0755) == 0 || errno == EEXIST) {
    return absl::OkStatus();
  }
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot create ", name));
}

absl::Status Apply(int home_fd, const SeedPlan& plan) {
  for (const std::string& name : plan.directories) {
    absl::Status status = MakeDirectory(home_fd, name);
    if (!status.ok()) return status;
  }
  for (const SeedFile& file : plan.files) {
    absl::Status status =
        CreateFile(home_fd, file.name, file.content, file.mode);
    // Another process has created it meanwhile: keep its file.
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SeedHome(int home_fd, bool is_default_profile,
                      bool key_in_environment) {
  SeedFacts facts;
  facts.has_soul = IsTaken(home_fd, "SOUL.md");
  facts.has_config = IsTaken(home_fd, "config.yaml");
  facts.has_dotenv = IsTaken(home_fd, ".env");
  facts.is_default_profile = is_default_profile;
  facts.key_in_environment = key_in_environment;
  std::string key;
  if (NeedsDotenv(facts) && !key_in_environment) {
    absl::StatusOr<std::string> random = RandomKey();
    if (!random.ok()) return random.status();
    key = *std::move(random);
  }
  return Apply(home_fd, PlanSeeding(facts, key));
}

}  // namespace hermes::gateway
