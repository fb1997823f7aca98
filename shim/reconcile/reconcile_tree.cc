#include "shim/reconcile/reconcile_tree.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/truth.h"
#include "shim/facts/container_environment.h"
#include "shim/manager/manager_error.h"
#include "shim/manager/service_manager.h"
#include "shim/manager/tree_access.h"
#include "shim/privileges/borrowed_identity.h"
#include "shim/privileges/identity.h"
#include "shim/privileges/tree_owner.h"
#include "shim/profile/data_files.h"
#include "shim/profile/profile.h"
#include "shim/profile/profile_list.h"
#include "shim/profile/slot_name.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/reconcile/boot_settings.h"
#include "shim/reconcile/boot_slots.h"
#include "shim/reconcile/profile_data.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/supervision/settings.h"

namespace hermes {
namespace {

using Names = std::vector<std::string>;

int ExitCodeOf(ManagerFault fault) {
  switch (fault) {
    case ManagerFault::kSystem:
      return kExitSystem;
    case ManagerFault::kDenied:
      return kExitPermission;
    case ManagerFault::kCannotRegister:
      return kExitCannotCreate;
    default:
      return kExitS6;
  }
}

// Counts what was done to the slots, and keeps the exit code of the first
// error.
struct Outcome {
  int registered = 0;
  int started = 0;
  int removed = 0;
  int exit_code = 0;

  void Fail(const std::string& slot, const ManagerError& error) {
    Say({slot, ": ", error.line});
    if (exit_code == 0) exit_code = ExitCodeOf(error.fault);
  }
  int Report() const {
    Say({"slots: ", std::to_string(registered), " registered, ",
         std::to_string(started), " of them started, ", std::to_string(removed),
         " removed"});
    return exit_code;
  }
};

bool Contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Returns the slots whose profiles do not exist any more. Returns none if
// profiles/ cannot be examined: a volume that is not mounted for a while must
// not end every gateway.
// Follows symbolic links that the data's owner may have made. This is safe: the
// caller has no more rights than the owner (see BorrowedIdentity), it only
// tests whether directories exist, and the result affects only slots whose
// profiles the owner could delete anyway.
Names LostSlots(const Names& slots, const std::string& data_root) {
  Names lost;
  struct stat st;
  if (stat((data_root + "/profiles").c_str(), &st) != 0) return lost;
  for (const std::string& slot : slots) {
    const std::optional<std::string> profile = ProfileOfSlot(slot);
    if (profile && !ProfileExists(data_root, *profile)) lost.push_back(slot);
  }
  return lost;
}

int ReconcileOwnTree(const ProcessContext& context,
                     const std::string& data_root) {
  Expected<ServiceManager, ManagerError> manager =
      ServiceManager::Open(context, data_root);
  if (!manager.ok()) {
    Say({manager.error().line});
    return ExitCodeOf(manager.error().fault);
  }
  Outcome outcome;
  const Names slots = manager.value().List();
  for (const std::string& slot : LostSlots(slots, data_root)) {
    const auto removed = manager.value().Unregister(slot);
    if (removed.ok()) ++outcome.removed;
    if (!removed.ok()) outcome.Fail(slot, removed.error());
  }
  for (const std::string& profile : ListProfiles(data_root)) {
    const std::string slot = SlotName(profile);
    if (Contains(slots, slot)) continue;
    const auto registered = manager.value().Register(profile);
    if (registered.ok()) ++outcome.registered;
    if (!registered.ok()) outcome.Fail(slot, registered.error());
  }
  return outcome.Report();
}

// Reconciles the tree of another init.
class ForeignTree {
 public:
  ForeignTree(const ProcessContext& context, std::string data_root,
              const LiveTree& tree)
      : context_(context),
        data_root_(std::move(data_root)),
        control_(tree.programs, tree.scandir, context) {}

  int Reconcile(const Identity& identity);

 private:
  // Reads the data and brings it up to date, with no more rights than its
  // owner has.
  Expected<void> Look(const Identity& identity);
  SlotSpec Like(const Identity& identity) const;
  void RemoveLost(Outcome* outcome);
  void RegisterAll(const SlotSpec& like, Outcome* outcome);

  const ProcessContext& context_;
  const std::string data_root_;
  SlotControl control_;
  Names slots_;  // at the start
  Names lost_;
  BootPlan plan_;
  Names lines_;
};

BootFacts FactsFor(const Environment& environment) {
  BootFacts facts;
  facts.role = CommandRole::kReconcile;
  facts.settings = ReadBootSettings(environment);
  // If the container's command opted out of supervision, it starts after this
  // program and runs its gateway itself, so by default no slot is started.
  const bool opted_out =
      ParseTruth(environment.GetOrEmpty("HERMES_GATEWAY_NO_SUPERVISE")) ==
      Truth::kTrue;
  if (opted_out && facts.settings.autostart == Autostart::kUnset) {
    facts.settings.autostart = Autostart::kNever;
  }
  return facts;
}

Expected<void> ForeignTree::Look(const Identity& identity) {
  std::optional<BorrowedIdentity> borrowed;
  if (geteuid() == 0 && identity.uid != 0) {
    borrowed.emplace(identity);
    if (!borrowed->taken().ok()) return borrowed->taken();
  }
  const BootFacts facts = FactsFor(context_.environment);
  lines_ = facts.settings.warnings;
  lost_ = LostSlots(slots_, data_root_);
  plan_ = PlanBoot(facts, GatherProfiles(data_root_, facts));
  for (std::string& line : SettleData(data_root_, plan_)) {
    lines_.push_back(std::move(line));
  }
  for (std::string& line : BootRemarks(plan_)) lines_.push_back(line);
  return {};
}

SlotSpec ForeignTree::Like(const Identity& identity) const {
  SlotSpec spec;
  spec.shim_program = context_.shim_program;
  spec.kill_timeout_ms =
      ReadSupervisionSettings(context_.environment).stop_timeout_ms;
  spec.environment = context_.environment;
  if (geteuid() == 0 && identity.uid != 0) {
    spec.operated_by = TreeOperator{identity.uid, identity.gid};
  }
  return spec;
}

void ForeignTree::RemoveLost(Outcome* outcome) {
  for (const std::string& slot : lost_) {
    const Expected<void> removed = control_.Unregister(slot);
    if (removed.ok()) ++outcome->removed;
    if (!removed.ok()) outcome->Fail(slot, OperatingError(removed.error()));
  }
}

// Publishes all slots before the first Register(), so that s6-svscan starts all
// their supervisors in one rescan.
void ForeignTree::RegisterAll(const SlotSpec& like, Outcome* outcome) {
  PublishSlotsOfOthers("", control_.scandir(), plan_, like, &lines_);
  for (const ProfilePlan& profile : plan_.profiles) {
    const std::string slot = SlotName(profile.profile);
    if (Contains(slots_, slot)) continue;
    const Expected<void> registered =
        control_.Register(BootSlot(profile, like));
    if (registered.ok()) {
      ++outcome->registered;
      outcome->started += profile.up ? 1 : 0;
    } else {
      outcome->Fail(slot, RegisteringError(registered.error()));
    }
  }
}

int ForeignTree::Reconcile(const Identity& identity) {
  slots_ = control_.List();
  const Expected<void> looked = Look(identity);
  if (!looked.ok()) {
    Say({"the data cannot be read: ", Describe(looked.error())});
    return kExitPermission;
  }
  Outcome outcome;
  RemoveLost(&outcome);
  RegisterAll(Like(identity), &outcome);
  for (const std::string& line : lines_) Say({line});
  return outcome.Report();
}

int ReconcileForeignTree(const ProcessContext& context,
                         const std::string& data_root, const LiveTree& tree) {
  const Expected<void, ManagerError> owner =
      BecomeUid(tree.uid, tree.gid, context.environment);
  if (!owner.ok()) {
    Say({owner.error().line});
    return ExitCodeOf(owner.error().fault);
  }
  if (access(tree.scandir.c_str(), W_OK) != 0) {
    Say({tree.scandir, " cannot be written by uid ", std::to_string(geteuid()),
         "; run this as root, from the init's boot "
         "scripts"});
    return kExitPermission;
  }
  TreeOwner hermes;
  const StartError error = ChooseTreeOwner(context.environment, &hermes);
  if (error.exit_code != 0) {
    Say({error.message});
    return error.exit_code;
  }
  return ForeignTree(context, data_root, tree).Reconcile(hermes.identity);
}

}  // namespace

int ReconcileTree(const ProcessContext& started_with) {
  // A boot script may run without the container's environment.
  ProcessContext context = started_with;
  context.environment =
      WithContainerEnvironment(std::move(context.environment),
                               kContainerEnvironment, Present::kAreReplaced);
  const std::string root =
      ParseDataHome(context.environment.GetOrEmpty("HERMES_HOME")).root;
  const Expected<LiveTree, ManagerError> tree =
      FindLiveTree(context.environment);
  if (!tree.ok()) {
    Say({tree.error().line});
    return ExitCodeOf(tree.error().fault);
  }
  if (tree.value().is_own) return ReconcileOwnTree(context, root);
  return ReconcileForeignTree(context, root, tree.value());
}

}  // namespace hermes
