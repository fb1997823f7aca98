#ifndef HERMES_SHIM_RECONCILE_BOOT_PLAN_H_
#define HERMES_SHIM_RECONCILE_BOOT_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"
#include "shim/reconcile/boot_settings.h"

namespace hermes {

// What the container's command is to the slots.
enum class CommandRole {
  kOther,          // it is no `gateway run`
  kSupervisedRun,  // a `gateway run` that is a slot
  kForegroundRun,  // a `gateway run` that is the command itself: opted out
  kReconcile,      // --entry-reconcile before an init starts the services
};

struct BootFacts {
  CommandRole role = CommandRole::kOther;
  std::string command_profile;  // of a `gateway run`
  BootSettings settings;
};

// The facts of a container whose command is a `gateway run` of `profile`
// (empty: another command), supervised or not. Pure.
BootFacts BootFactsOf(const std::string& profile, bool supervised,
                      BootSettings settings);

// What is known of one profile. All but the name is gathered only where the
// boot concerns itself with the data: see ConcernsData().
struct ProfileFacts {
  std::string profile;
  RecordedState recorded;
  LockHolder lock_holder = LockHolder::kNobody;
  bool ended_clean = false;  // the last gateway left .clean_shutdown
};

// What becomes of a profile at a boot.
struct ProfilePlan {
  std::string profile;
  std::string_view reason;          // the name of the table's row; stable
  bool up = false;                  // the slot is wanted up from the start
  bool runs_in_foreground = false;  // the slot has to stay down
  int start_delay_s = 0;
  bool seeds_state = false;    // its first gateway_state.json is written
  bool seeds_running = false;  // and says "running", not "stopped"
  bool sweeps = false;         // a dead gateway's runtime files are removed
  bool wanted = false;         // it is recorded as to be running
  // For the boot log.
  std::string prior_state;
  std::string_view action;      // "started", "registered" or "skipped"
  std::string_view prior_exit;  // "clean", "unclean" or "unknown"
};

struct BootPlan {
  bool concerns_data = false;  // anything may be written below the data root
  std::vector<ProfilePlan> profiles;  // in the order of the facts
  bool dashboard_up = false;
};

// True unless the container has nothing to do with gateways: then not a byte is
// written to the data, and nothing but the profiles' names is read. Pure.
bool ConcernsData(const BootFacts& facts);

// True if slots are started by what is recorded, and so other profiles than the
// command's too. Pure.
bool FollowsIntent(const BootFacts& facts);

// clang-format off
// Decides over every profile's slot. The first row that holds:
//   foreground        the command runs this profile     down, and held down
//                     in the foreground
//   command           the command is this profile's     up
//                     supervised `gateway run`
//   not-asked         nobody asked for other gateways   down
//   held-elsewhere    another container has the lock    down
//   running           it is recorded as to be running   up
//   stopped           it is recorded as stopped         down
//   nothing-recorded  nothing usable is recorded        down
// clang-format on
// Slots that are up start one after the other, the command's first, each
// start_stagger_s later than the one before. Pure.
BootPlan PlanBoot(const BootFacts& facts,
                  const std::vector<ProfileFacts>& profiles);

// A line for each slot that stays down although it is recorded as to be
// running. Pure.
std::vector<std::string> BootRemarks(const BootPlan& plan);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_PLAN_H_
