#ifndef HERMES_SHIM_RECONCILE_BOOT_PLAN_H_
#define HERMES_SHIM_RECONCILE_BOOT_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"
#include "shim/reconcile/boot_settings.h"

namespace hermes {

// The kind of the container's command, as far as slots depend on it.
enum class CommandRole {
  kOther,          // not a `gateway run`
  kSupervisedRun,  // a `gateway run` whose gateway runs in a slot
  kForegroundRun,  // a `gateway run` in the foreground, without supervision
  kReconcile,      // --entry-reconcile, before an init starts the services
};

// The facts of a boot that do not depend on a single profile.
struct BootFacts {
  CommandRole role = CommandRole::kOther;
  std::string command_profile;  // of a `gateway run`; else empty
  BootSettings settings;
};

// Returns the facts of a container whose command is a `gateway run` of
// `profile`, supervised or not, or any other command if `profile` is empty.
// Pure.
BootFacts BootFactsOf(const std::string& profile, bool supervised,
                      BootSettings settings);

// The facts of one profile. If ConcernsData() is false, only the name is
// gathered and the rest has its default values.
struct ProfileFacts {
  std::string profile;
  RecordedState recorded;
  LockHolder lock_holder = LockHolder::kNobody;
  bool ended_clean = false;  // .clean_shutdown of the last gateway exists
};

// The plan of a boot for one profile.
struct ProfilePlan {
  std::string profile;
  std::string_view reason;  // the name of the row in PlanBoot()'s table; stable
  bool up = false;          // the slot is published as wanted up
  // The command itself is this profile's gateway: the slot must stay down.
  bool runs_in_foreground = false;
  int start_delay_s = 0;
  bool seeds_state = false;    // write its first gateway_state.json
  bool seeds_running = false;  // with the state "running", not "stopped"
  bool sweeps = false;         // remove the runtime files of a dead gateway
  bool wanted = false;         // it is recorded as running
  // Fields of the boot log.
  std::string prior_state;
  std::string_view action;      // "started", "registered" or "skipped"
  std::string_view prior_exit;  // "clean", "unclean" or "unknown"
};

// The plan of a boot for all profiles and the dashboard.
struct BootPlan {
  bool concerns_data = false;         // the boot may write below the data root
  std::vector<ProfilePlan> profiles;  // in the order of the facts
  bool dashboard_up = false;
};

// Returns true if the boot may read and write the profiles' data. It is false
// for a command other than `gateway run` without HERMES_GATEWAY_AUTOSTART=1:
// then the boot writes nothing and reads only the profiles' names. Pure.
bool ConcernsData(const BootFacts& facts);

// Returns true if the boot starts the profiles that are recorded as running,
// and not the command's profile alone. Pure.
bool FollowsIntent(const BootFacts& facts);

// clang-format off
// Plans every profile's slot by the first row that applies:
//   foreground        the command runs this profile     down, and held down
//                     in the foreground
//   command           the command is this profile's     up
//                     supervised `gateway run`
//   not-asked         only the command's profile is     down
//                     to be started: !FollowsIntent()
//   held-elsewhere    another container has the lock    down
//   running           it is recorded as running         up
//   stopped           it is recorded as stopped         down
//   nothing-recorded  no usable state is recorded       down
// clang-format on
// Slots that are up start one after another, the command's first, each
// start_stagger_s seconds after the previous one. Pure.
BootPlan PlanBoot(const BootFacts& facts,
                  const std::vector<ProfileFacts>& profiles);

// Returns a line for each profile that is recorded as running but stays down,
// because another container has its lock. Pure.
std::vector<std::string> BootRemarks(const BootPlan& plan);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_PLAN_H_
