#include "shim/reconcile/boot_plan.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"
#include "shim/profile/slot_name.h"
#include "shim/reconcile/boot_settings.h"

namespace hermes {
namespace {

constexpr std::string_view kStarted = "started";
constexpr std::string_view kRegistered = "registered";
constexpr std::string_view kSkipped = "skipped";

// The argument of a row's condition.
struct Case {
  const BootFacts& boot;
  const ProfileFacts& profile;
  Intent intent;  // as recorded, or else HERMES_GATEWAY_BOOTSTRAP_STATE

  bool IsCommands(CommandRole role) const {
    return boot.role == role && boot.command_profile == profile.profile;
  }
};

enum class Slot { kUp, kDown, kHeldDown };

struct Row {
  std::string_view name;
  Slot slot;
  std::string_view action;
  bool (*holds)(const Case&);
};

constexpr Row kRows[] = {
    {"foreground", Slot::kHeldDown, kRegistered,
     [](const Case& c) { return c.IsCommands(CommandRole::kForegroundRun); }},
    {"command", Slot::kUp, kStarted,
     [](const Case& c) { return c.IsCommands(CommandRole::kSupervisedRun); }},
    {"not-asked", Slot::kDown, kRegistered,
     [](const Case& c) { return !FollowsIntent(c.boot); }},
    {"held-elsewhere", Slot::kDown, kSkipped,
     [](const Case& c) {
       return c.profile.lock_holder == LockHolder::kElsewhere;
     }},
    {"running", Slot::kUp, kStarted,
     [](const Case& c) { return c.intent == Intent::kRunning; }},
    {"stopped", Slot::kDown, kRegistered,
     [](const Case& c) { return c.intent == Intent::kStopped; }},
    {"nothing-recorded", Slot::kDown, kRegistered,
     [](const Case&) { return true; }},
};

const Row& RowFor(const Case& c) {
  const Row* row = kRows;
  while (!row->holds(c)) ++row;  // the last row always holds
  return *row;
}

bool HasNoStateFile(const ProfileFacts& profile) {
  return profile.recorded.prior_state == "missing";
}

bool SeedsState(const BootFacts& facts, const ProfileFacts& profile) {
  return ConcernsData(facts) && profile.profile == "default" &&
         HasNoStateFile(profile) && facts.settings.bootstrap_state.has_value();
}

std::string_view PriorExit(const ProfileFacts& profile) {
  if (profile.ended_clean) return "clean";
  return HasNoStateFile(profile) ? "unknown" : "unclean";
}

ProfilePlan PlanProfile(const BootFacts& facts, const ProfileFacts& profile) {
  ProfilePlan plan;
  plan.profile = profile.profile;
  plan.seeds_state = SeedsState(facts, profile);
  const Intent intent = plan.seeds_state ? *facts.settings.bootstrap_state
                                         : profile.recorded.intent;
  plan.seeds_running = plan.seeds_state && intent == Intent::kRunning;
  const Row& row = RowFor({facts, profile, intent});
  plan.reason = row.name;
  plan.wanted = intent == Intent::kRunning;
  plan.up = row.slot == Slot::kUp;
  plan.runs_in_foreground = row.slot == Slot::kHeldDown;
  plan.action = row.action;
  plan.sweeps =
      ConcernsData(facts) && profile.lock_holder == LockHolder::kNobody;
  plan.prior_state = profile.recorded.prior_state;
  plan.prior_exit = PriorExit(profile);
  return plan;
}

void Stagger(int stagger_s, std::vector<ProfilePlan>& plans) {
  int delay = 0;
  for (ProfilePlan& plan : plans) {
    if (plan.up && plan.reason == "command") delay = stagger_s;
  }
  for (ProfilePlan& plan : plans) {
    if (!plan.up || plan.reason == "command") continue;
    plan.start_delay_s = delay;
    delay += stagger_s;
  }
}

}  // namespace

BootFacts BootFactsOf(const std::string& profile, bool supervised,
                      BootSettings settings) {
  BootFacts facts;
  if (!profile.empty()) {
    facts.role =
        supervised ? CommandRole::kSupervisedRun : CommandRole::kForegroundRun;
  }
  facts.command_profile = profile;
  facts.settings = std::move(settings);
  return facts;
}

bool ConcernsData(const BootFacts& facts) {
  return facts.role != CommandRole::kOther ||
         facts.settings.autostart == Autostart::kAlways;
}

bool FollowsIntent(const BootFacts& facts) {
  if (facts.settings.autostart != Autostart::kUnset) {
    return facts.settings.autostart == Autostart::kAlways;
  }
  return facts.role == CommandRole::kSupervisedRun ||
         facts.role == CommandRole::kReconcile;
}

BootPlan PlanBoot(const BootFacts& facts,
                  const std::vector<ProfileFacts>& profiles) {
  BootPlan plan;
  plan.concerns_data = ConcernsData(facts);
  for (const ProfileFacts& profile : profiles) {
    plan.profiles.push_back(PlanProfile(facts, profile));
  }
  Stagger(facts.settings.start_stagger_s, plan.profiles);
  plan.dashboard_up = facts.settings.dashboard_enabled &&
                      (facts.role == CommandRole::kSupervisedRun ||
                       facts.settings.autostart == Autostart::kAlways);
  return plan;
}

std::vector<std::string> BootRemarks(const BootPlan& plan) {
  std::vector<std::string> lines;
  for (const ProfilePlan& profile : plan.profiles) {
    if (!profile.wanted || profile.reason != "held-elsewhere") continue;
    lines.push_back(SlotName(profile.profile) +
                    " stays down: a gateway of another container has its "
                    "profile (it holds gateway.lock)");
  }
  return lines;
}

}  // namespace hermes
