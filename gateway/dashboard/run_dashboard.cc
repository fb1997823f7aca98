#include "gateway/dashboard/run_dashboard.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/command/version.h"
#include "gateway/config/config_files.h"
#include "gateway/dashboard/dashboard.h"
#include "gateway/dashboard/instance.h"
#include "gateway/dashboard/login/hash_password_command.h"
#include "gateway/dashboard/login/revoked_sessions.h"
#include "gateway/dashboard/login/secret_file.h"
#include "gateway/dashboard/login/session_cookie.h"
#include "gateway/dashboard/login/sessions_file.h"
#include "gateway/dashboard/other_dashboard.h"
#include "gateway/dashboard/settings.h"
#include "gateway/dashboard/yaml_section.h"
#include "gateway/files/home_directory.h"
#include "gateway/lifecycle/readiness.h"
#include "gateway/lifecycle/signal_source.h"
#include "gateway/logging/stderr_log.h"
#include "gateway/logging/streams.h"
#include "gateway/profile/find_profile.h"
#include "gateway/profile/owner_identity.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr const char* kSecretVariables[] = {
    "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD",
    "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD_HASH",
    "HERMES_DASHBOARD_BASIC_AUTH_SECRET",
};

constexpr int kMmapThreshold = 1 << 20;

void Wipe(std::string* secret) {
  OPENSSL_cleanse(secret->data(), secret->size());
  secret->clear();
}

// Removes the login's secrets from this process's environment, so that neither
// programs that it starts nor readers of /proc/PID/environ see them.
void ForgetSecrets(EnvironmentMap* environment) {
  for (const char* name : kSecretVariables) {
    if (char* value = getenv(name)) OPENSSL_cleanse(value, strlen(value));
    unsetenv(name);
    const auto found = environment->find(name);
    if (found == environment->end()) continue;
    Wipe(&found->second);
    environment->erase(found);
  }
}

absl::StatusOr<Settings> LoadSettings(const DashboardRequest& request,
                                      const HomeDirectory& root,
                                      const EnvironmentMap& environment) {
  const int fd = root.fd.get();
  const absl::StatusOr<std::string> text = ReadYamlText(fd, root.path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<YamlSection> yaml = ParseYamlSection(*text);
  if (!yaml.ok()) return InYaml(root.path, yaml.status());
  const absl::StatusOr<DotenvEntries> dotenv = LoadDotenv(fd, root.path);
  if (!dotenv.ok()) return dotenv.status();
  return DecideSettings(
      request, EffectiveEnvironment(environment, *dotenv, true), *yaml);
}

// Prepares the sessions, then wipes the plain password and the secret.
// `root_fd` must outlive the dashboard.
absl::StatusOr<Dashboard::Sessions> PrepareLogin(int root_fd,
                                                 Settings* settings) {
  const auto save = [root_fd](const std::string& text) {
    return SaveSessions(root_fd, text);
  };
  if (!settings->gate) {
    return Dashboard::Sessions{SessionSigner("", "", "", ""),
                               RevokedSessions(""), save};
  }
  absl::StatusOr<RevokedSessions> revoked = LoadOrMakeSessions(root_fd);
  if (!revoked.ok()) return revoked.status();
  if (settings->secret.empty()) {
    absl::StatusOr<std::string> secret = LoadOrMakeSecret(root_fd);
    if (!secret.ok()) return secret.status();
    settings->secret = *std::move(secret);
  }
  BasicAuth& basic = *settings->basic;
  SessionSigner signer(
      settings->secret, revoked->epoch(), basic.username,
      basic.hash.has_value() ? basic.hash_text : basic.password);
  if (!basic.hash.has_value()) {
    absl::StatusOr<PasswordHash> hash = HashPassword(basic.password);
    if (!hash.ok()) return hash.status();
    basic.hash = *std::move(hash);
  }
  Wipe(&basic.password);
  Wipe(&settings->secret);
  return Dashboard::Sessions{std::move(signer), *std::move(revoked), save};
}

std::string BannerOf(const Settings& settings, const std::string& url,
                     const std::string& root) {
  std::string text =
      absl::StrCat("hermes dashboard ", kVersion, "\n", "  data:    ", root,
                   "\n", "  listens: ", url, "\n");
  if (settings.public_url.has_value()) {
    absl::StrAppend(&text, "  open:    ", settings.public_url->origin(), "/\n");
  }
  if (settings.gate) {
    absl::StrAppend(&text, "  login:   as ", settings.basic->username, "\n");
  } else {
    absl::StrAppend(
        &text, "  login:   none, loopback only: in a container a published ",
        "port cannot reach it;\n",
        "           set HERMES_DASHBOARD_HOST=0.0.0.0 and ",
        "HERMES_DASHBOARD_BASIC_AUTH_USERNAME and _PASSWORD\n");
  }
  return text;
}

class Runner {
 public:
  Runner(const DashboardRequest& request, Profile profile,
         EnvironmentMap environment)
      : request_(request),
        profile_(std::move(profile)),
        environment_(std::move(environment)) {}

  absl::Status Run() {
    UniqueFd notify_fd = ConsumeNotifyFd();
    // Drops root permanently: root would otherwise own every file that is made
    // below.
    const absl::StatusOr<OwnerIdentity> owner =
        OwnerIdentity::Of(profile_.root);
    if (!owner.ok()) return owner.status();
    const absl::StatusOr<UniqueFd> signal_fd = OpenSignalFd();
    if (!signal_fd.ok()) return signal_fd.status();
    const absl::StatusOr<HomeDirectory> root =
        OpenHome(profile_.root, MissingHome::kMake);
    if (!root.ok()) return root.status();
    absl::StatusOr<Settings> settings =
        LoadSettings(request_, *root, environment_);
    if (!settings.ok()) return settings.status();
    for (const std::string& line : settings->warnings) Complain(line);
    absl::StatusOr<std::unique_ptr<Instance>> instance =
        Instance::Claim(root->fd.get());
    if (!instance.ok()) return instance.status();
    StderrLog log(LogOptions{1, false});
    absl::StatusOr<Dashboard::Sessions> sessions =
        PrepareLogin(root->fd.get(), &*settings);
    if (!sessions.ok()) return sessions.status();
    ForgetSecrets(&environment_);
    auto dashboard = std::make_unique<Dashboard>(
        *settings, *std::move(sessions), profile_, environment_, log.secrets());
    absl::Status listens = dashboard->Listen();
    if (!listens.ok()) return listens;
    const absl::Status recorded = (*instance)->Record(dashboard->Url());
    if (!recorded.ok()) Complain(absl::StrCat(recorded.message()));
    const absl::Status told = NotifyReady(std::move(notify_fd));
    if (!told.ok()) Complain(absl::StrCat("readiness: ", told.message()));
    Announce(BannerOf(*settings, dashboard->Url(), profile_.root));
    if (dashboard->Run(signal_fd->get())) return absl::OkStatus();
    // A call still waits, usually for a gateway to end; the process need not
    // wait for it.
    instance->reset();
    _exit(kPlanned);
  }

 private:
  const DashboardRequest& request_;
  const Profile profile_;
  EnvironmentMap environment_;
};

}  // namespace

ExitCode RunDashboard(const DashboardRequest& request,
                      const std::optional<std::string>& profile,
                      EnvironmentMap environment) {
  using Kind = DashboardRequest::Kind;
  if (request.kind == Kind::kHashPassword) return HashPasswordCommand();
  // Without an explicit threshold glibc would raise its own after the first
  // password check, and the 16 MiB of each later check would stay in the heap.
  mallopt(M_MMAP_THRESHOLD, kMmapThreshold);
  absl::StatusOr<Profile> found = FindProfile(profile, environment);
  absl::Status status = found.status();
  if (found.ok()) {
    if (!found->warning.empty()) Complain(found->warning);
    if (request.kind == Kind::kStatus) return PrintDashboardStatus(found->root);
    if (request.kind == Kind::kStop) return StopDashboard(found->root);
    status = Runner(request, *found, std::move(environment)).Run();
  }
  if (!status.ok()) Complain(absl::StrCat(status.message()));
  return ExitCodeFor(status);
}

}  // namespace hermes::gateway::dashboard
