#include "shim/reconcile/profile_data.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/profile/profile.h"
#include "shim/profile/profile_list.h"
#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"
#include "shim/reconcile/boot_log.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/reconcile/failure_count.h"

namespace hermes {
namespace {

// The files of a gateway that still exist if it was killed with its container.
constexpr const char* kRuntimeFiles[] = {"/gateway.pid", "/processes.json"};

bool Exists(const std::string& path) {
  struct stat st;
  return lstat(path.c_str(), &st) == 0;
}

ProfileFacts Gather(const std::string& home, std::string profile,
                    bool concerns_data) {
  ProfileFacts facts;
  facts.profile = std::move(profile);
  if (!concerns_data) return facts;
  facts.recorded = ReadRecordedState(home);
  facts.lock_holder = ProbeProfileLock(home).holder;
  facts.ended_clean = Exists(home + "/.clean_shutdown");
  return facts;
}

Expected<void> SeedState(const std::string& home, bool running) {
  std::string text = "{\"gateway_state\":\"";
  text.append(running ? "running" : "stopped").append("\",\"timestamp\":");
  text.append(std::to_string(time(nullptr))).append("}\n");
  const std::string path = home + "/" + kStateFile;
  Expected<void> made = CreateFile(AT_FDCWD, path, text, 0644);
  // A gateway in another container has created it meanwhile.
  if (!made.ok() && made.error().err == EEXIST) return {};
  return made;
}

void Sweep(const std::string& home, FailureCount& failures) {
  for (const char* name : kRuntimeFiles) {
    const std::string path = home + name;
    if (unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) {
      failures.Add(Error{errno, "removing", path});
    }
  }
}

}  // namespace

std::vector<ProfileFacts> GatherProfiles(const std::string& data_root,
                                         const BootFacts& facts) {
  std::vector<std::string> names = ListProfiles(data_root);
  const std::string& command = facts.command_profile;
  if (!command.empty() &&
      std::find(names.begin(), names.end(), command) == names.end()) {
    names.push_back(command);
  }
  std::vector<ProfileFacts> profiles;
  for (std::string& name : names) {
    const std::string home = ProfileDirectory(data_root, name);
    profiles.push_back(Gather(home, std::move(name), ConcernsData(facts)));
  }
  return profiles;
}

std::vector<std::string> SettleData(const std::string& data_root,
                                    const BootPlan& plan) {
  std::vector<std::string> lines;
  if (!plan.concerns_data) return lines;
  if (Exists(data_root + "/profiles/default")) {
    lines.emplace_back(
        "profiles/default is ignored: the profile 'default' is the data "
        "directory itself");
  }
  FailureCount seeding;
  FailureCount sweeping;
  std::string log;
  const long long now = time(nullptr);
  for (const ProfilePlan& profile : plan.profiles) {
    const std::string home = ProfileDirectory(data_root, profile.profile);
    if (profile.seeds_state) {
      const Expected<void> seeded = SeedState(home, profile.seeds_running);
      if (!seeded.ok()) seeding.Add(seeded.error());
    }
    if (profile.sweeps) Sweep(home, sweeping);
    log.append(FormatBootLogEntry({now, profile.profile, profile.prior_state,
                                   profile.action, profile.prior_exit}));
  }
  seeding.Report("the first state could not be written", &lines);
  sweeping.Report("a dead gateway's files could not be removed", &lines);
  const Expected<void> logged = AppendToBootLog(data_root, log);
  if (!logged.ok()) {
    lines.push_back("the boot log could not be written (" +
                    Describe(logged.error()) + "); continuing");
  }
  return lines;
}

}  // namespace hermes
