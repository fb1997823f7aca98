#include "shim/entry/health.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/process_context.h"
#include "shim/base/small_file.h"
#include "shim/entry/duration.h"
#include "shim/entry/gateway_health.h"
#include "shim/facts/evidence_query.h"
#include "shim/facts/s6_evidence.h"
#include "shim/facts/s6_programs.h"
#include "shim/manager/manager_error.h"
#include "shim/manager/tree_access.h"
#include "shim/privileges/borrowed_identity.h"
#include "shim/profile/profile.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr int kUnhealthy = 1;
constexpr long kPollNs = 50000000;
constexpr std::string_view kTimeoutOption = "--timeout=";

struct HealthResult {
  int exit_code = 0;
  std::string line;  // the reason; empty if exit_code is 0
};

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

std::vector<std::string> ProfilesWithSlots(const std::string& scandir) {
  std::vector<std::string> profiles;
  const std::unique_ptr<DIR, CloseDirectory> directory(
      opendir(scandir.c_str()));
  if (directory == nullptr) return profiles;
  while (const dirent* entry = readdir(directory.get())) {
    if (auto profile = ProfileOfSlot(entry->d_name)) {
      profiles.push_back(*std::move(profile));
    }
  }
  std::sort(profiles.begin(), profiles.end());
  return profiles;
}

// Returns the content of a file, or std::nullopt if it cannot be read. Sets
// *denied to true if that is for lack of permission.
std::optional<std::string> Content(const std::string& path, bool* denied) {
  constexpr size_t kLimit = 1 << 20;
  Expected<std::string> file = ReadSmallFile(AT_FDCWD, path, kLimit);
  if (file.ok()) return std::move(file).value();
  *denied = file.error().err == EACCES;
  return std::nullopt;
}

// Reads a file in `directory`; root reads it with the rights of the directory's
// owner, whose links may lead anywhere.
std::optional<std::string> ContentIn(const std::string& directory,
                                     const std::string& name, bool* denied) {
  struct stat st;
  if (geteuid() != 0 || stat(directory.c_str(), &st) != 0 || st.st_uid == 0) {
    return Content(directory + "/" + name, denied);
  }
  const BorrowedIdentity owner({st.st_uid, st.st_gid, {}});
  if (owner.taken().ok()) return Content(directory + "/" + name, denied);
  *denied = true;
  return std::nullopt;
}

GatewayObservation Observe(const std::string& data_root,
                           const std::string& scandir,
                           const std::string& profile,
                           const SlotStatus& status) {
  GatewayObservation seen;
  seen.profile = profile;
  seen.slot = status;
  seen.failed_record =
      ContentIn(scandir + "/" + SlotName(profile) + "/" + kDataDirectory,
                kFailedFile, &seen.failed_denied);
  seen.state_file = ContentIn(ProfileDirectory(data_root, profile),
                              "gateway_state.json", &seen.state_denied);
  return seen;
}

HealthResult CheckSlots(const ProcessContext& context,
                        const std::string& scandir, const S6Programs& s6,
                        bool ready) {
  const std::string data_root =
      ParseDataHome(context.environment.GetOrEmpty("HERMES_HOME")).root;
  SlotControl control(s6, scandir, context);
  for (const std::string& profile : ProfilesWithSlots(scandir)) {
    const Expected<SlotStatus> status = control.Status(SlotName(profile));
    if (!status.ok()) {
      return {kUnhealthy, SlotName(profile) + " cannot be queried: " +
                              Describe(status.error())};
    }
    std::string problem = GatewayProblem(
        Observe(data_root, scandir, profile, status.value()), ready);
    if (!problem.empty()) return {kUnhealthy, std::move(problem)};
  }
  return {};
}

// Becomes the uid that operates the slots of root's tree: the owner of the
// first slot's data/ that is not root's.
Expected<void, ManagerError> BecomeOperator(const std::string& scandir,
                                            const Environment& environment) {
  Expected<void, ManagerError> become;
  for (const std::string& profile : ProfilesWithSlots(scandir)) {
    const std::string data =
        scandir + "/" + SlotName(profile) + "/" + kDataDirectory;
    struct stat st;
    if (geteuid() != 0 || lstat(data.c_str(), &st) != 0) continue;
    become = BecomeUid(st.st_uid, st.st_gid, environment);
    if (!become.ok()) break;
  }
  return become;
}

Expected<void, ManagerError> LeaveRoot(const S6Evidence& evidence,
                                       const Environment& environment) {
  if (geteuid() != 0) return {};
  if (evidence.scandir_uid == 0) {
    return BecomeOperator(evidence.live_scandir, environment);
  }
  return BecomeUid(evidence.scandir_uid, evidence.scandir_gid, environment);
}

HealthResult CheckHealth(const ProcessContext& context, bool ready) {
  const S6Evidence evidence =
      FindS6Evidence(EvidenceQueryFor(context.environment));
  // Without a tree no slot is wanted up. The container is healthy as long as
  // its main process is alive.
  if (evidence.live_scandir.empty()) return {};
  const Expected<void, ManagerError> left =
      LeaveRoot(evidence, context.environment);
  if (!left.ok()) return {kExitS6, left.error().line};
  const S6Programs s6 = FindS6Programs(context.environment.GetOrEmpty("PATH"));
  if (s6.svstat.empty()) {
    return {
        kExitS6,
        "s6-svstat not found in /command, /package/admin/s6/command, "
        "/usr/bin, /bin or PATH, so the slots cannot be queried; install s6"};
  }
  return CheckSlots(context, evidence.live_scandir, s6, ready);
}

void SleepBetweenPolls() {
  const timespec pause = {0, kPollNs};
  nanosleep(&pause, nullptr);
}

}  // namespace

std::optional<HealthRequest> ParseHealthRequest(
    const std::vector<std::string>& arguments) {
  HealthRequest request;
  bool has_timeout = false;
  for (const std::string_view argument : arguments) {
    if (argument == "--ready") {
      request.ready = true;
      continue;
    }
    if (argument.substr(0, kTimeoutOption.size()) != kTimeoutOption) {
      return std::nullopt;
    }
    const auto timeout =
        ParseDurationMs(argument.substr(kTimeoutOption.size()));
    if (!timeout) return std::nullopt;
    request.timeout_ms = *timeout;
    has_timeout = true;
  }
  if (has_timeout && !request.ready) return std::nullopt;
  return request;
}

int ReportHealth(const ProcessContext& context, const HealthRequest& request) {
  const long deadline = MonotonicMs() + request.timeout_ms;
  HealthResult result = CheckHealth(context, request.ready);
  while (request.ready && result.exit_code == kUnhealthy &&
         MonotonicMs() < deadline) {
    SleepBetweenPolls();
    result = CheckHealth(context, request.ready);
  }
  if (result.exit_code != 0) Say({result.line});
  return result.exit_code;
}

}  // namespace hermes
