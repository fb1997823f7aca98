#include "gateway/profile/run_profile_command.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/logging/streams.h"
#include "gateway/profile/active_profile.h"
#include "gateway/profile/confirmation.h"
#include "gateway/profile/create_profile.h"
#include "gateway/profile/delete_profile.h"
#include "gateway/profile/describe_profile.h"
#include "gateway/profile/find_profile.h"
#include "gateway/profile/owner_identity.h"
#include "gateway/profile/profile_card.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/profile/profile_command.h"
#include "gateway/profile/profile_slots.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/profile_list.h"

namespace hermes::gateway {
namespace {

using Kind = SlotAnswer::Kind;

ExitCode Fail(const absl::Status& status) {
  Complain(absl::StrCat(status.message()));
  // Here AlreadyExists means that the profile cannot be created.
  if (absl::IsAlreadyExists(status)) return kCannotCreate;
  return ExitCodeFor(status);
}

void Remark(const std::vector<std::string>& remarks) {
  for (const std::string& line : remarks) Announce(absl::StrCat(line, "\n"));
}

// Undoes the blocking by main(), which only a gateway needs for its ordered
// end.
void UnblockSignals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// One run of the command. Accesses the data only with the identity of their
// owner, who may have put any file there; only slots may need root.
class Runner {
 public:
  Runner(const ProfileCommand& command, Profile current,
         const EnvironmentMap& environment)
      : command_(command),
        current_(std::move(current)),
        root_(current_.root),
        environment_(environment) {}

  ExitCode Create() {
    const absl::StatusOr<CreatedProfile> created = MakeFiles();
    if (!created.ok()) return Fail(created.status());
    Announce(absl::StrCat("profile ", command_.name, " created in ",
                          created->home, ", its API on port ", created->port,
                          ", its key in ", created->home, "/.env\n"));
    Remark(created->remarks);
    return ReportSlot(RegisterSlot(root_, command_.name));
  }

  ExitCode Delete() {
    const absl::Status wanted = CheckAndAsk();
    if (!wanted.ok()) return Fail(wanted);
    const SlotAnswer slot = UnregisterSlot(root_, command_.name);
    if (slot.kind == Kind::kFailed) {
      Complain(absl::StrCat("the slot of ", command_.name, ": ", slot.line,
                            "; nothing was deleted"));
      return slot.exit_code;
    }
    const absl::StatusOr<OwnerIdentity> owner = OwnerIdentity::Of(root_);
    if (!owner.ok()) return Fail(owner.status());
    const absl::StatusOr<std::vector<std::string>> remarks =
        DeleteProfile(root_, command_.name);
    if (!remarks.ok()) return FailWithoutSlot(remarks.status(), slot);
    Announce(absl::StrCat("profile ", command_.name, " deleted\n"));
    Remark(*remarks);
    return kPlanned;
  }

  ExitCode List() {
    const absl::StatusOr<OwnerIdentity> owner = OwnerIdentity::Of(root_);
    if (!owner.ok()) return Fail(owner.status());
    std::vector<ProfileCard> cards;
    for (const std::string& name : ListProfiles(root_)) {
      cards.push_back(CardOf(name));
    }
    Announce(command_.json ? ProfileListJson(cards) : ProfileListText(cards));
    return kPlanned;
  }

  ExitCode Use() {
    const absl::StatusOr<OwnerIdentity> owner = OwnerIdentity::Of(root_);
    if (!owner.ok()) return Fail(owner.status());
    const absl::Status known = CheckKnown(command_.name);
    if (!known.ok()) return Fail(known);
    const UniqueFd root(
        open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const absl::Status written = WriteActiveProfile(root.get(), command_.name);
    if (!written.ok()) return Fail(written);
    Announce(absl::StrCat("the active profile is ", command_.name, "\n"));
    return kPlanned;
  }

  ExitCode Show() {
    const absl::StatusOr<OwnerIdentity> owner = OwnerIdentity::Of(root_);
    if (!owner.ok()) return Fail(owner.status());
    const std::string name =
        command_.name.empty() ? current_.name : command_.name;
    const absl::Status known = CheckKnown(name);
    if (!known.ok()) return Fail(known);
    const ProfileCard card = CardOf(name);
    Announce(command_.json ? ProfileShowJson(card) : ProfileShowText(card));
    return kPlanned;
  }

 private:
  // Reports that the slot was already removed when deleting the data failed.
  ExitCode FailWithoutSlot(const absl::Status& status, const SlotAnswer& slot) {
    const ExitCode code = Fail(status);
    if (slot.kind == Kind::kDone) {
      Complain(absl::StrCat("the gateway of ", command_.name, " is stopped; ",
                            "`hermes -p ", command_.name,
                            " gateway start` starts it again"));
    }
    return code;
  }

  absl::Status CheckAndAsk() const {
    const absl::StatusOr<OwnerIdentity> owner = OwnerIdentity::Of(root_);
    if (!owner.ok()) return owner.status();
    absl::Status deletable = CheckDeletable(root_, command_.name);
    if (!deletable.ok() || command_.confirmed) return deletable;
    return AskForName(command_.name, ProfileHome(root_, command_.name));
  }

  absl::StatusOr<CreatedProfile> MakeFiles() {
    CreateRequest request;
    request.root = root_;
    request.name = command_.name;
    request.source = command_.clone_from;
    if (command_.clone_active) request.source = current_.name;
    request.skills = command_.skills;
    request.description = command_.description;
    request.environment = environment_;
    const absl::StatusOr<OwnerIdentity> owner = OwnerIdentity::Of(root_);
    if (!owner.ok()) return owner.status();
    return CreateProfile(request);
  }

  ExitCode ReportSlot(const SlotAnswer& slot) {
    const std::string& name = command_.name;
    switch (slot.kind) {
      case Kind::kDone:
        Announce(absl::StrCat("its gateway is registered, down; `hermes -p ",
                              name, " gateway start` starts it\n"));
        return kPlanned;
      case Kind::kNotSupervised:
        Announce(absl::StrCat("no supervisor runs here: `hermes -p ", name,
                              " gateway run` runs its gateway; a supervised "
                              "container registers it at its next boot\n"));
        return kPlanned;
      case Kind::kNoSlot:
      case Kind::kFailed:
        break;
    }
    Complain(absl::StrCat("the profile ", name,
                          " was created, but its slot was not: ", slot.line,
                          "; `hermes -p ", name,
                          " gateway start` tries again, as does the "
                          "container's next boot"));
    return kUnavailable;
  }

  absl::Status CheckKnown(const std::string& name) const {
    const std::string home = ProfileHome(root_, name);
    const UniqueFd fd(open(home.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (fd.valid()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no profile '", name, "': ", home, " does not exist"));
  }

  ProfileCard CardOf(const std::string& name) const {
    ProfileCard card = DescribeProfile(root_, name, environment_);
    card.active = name == current_.name;
    return card;
  }

  const ProfileCommand& command_;
  const Profile current_;
  const std::string& root_;
  const EnvironmentMap& environment_;
};

ExitCode Run(Runner& runner, ProfileVerb verb) {
  switch (verb) {
    case ProfileVerb::kCreate:
      return runner.Create();
    case ProfileVerb::kDelete:
      return runner.Delete();
    case ProfileVerb::kList:
      return runner.List();
    case ProfileVerb::kUse:
      return runner.Use();
    case ProfileVerb::kShow:
      return runner.Show();
    case ProfileVerb::kHelp:
      break;
  }
  Announce(ProfileHelp());
  return kPlanned;
}

}  // namespace

ExitCode RunProfileCommand(const ProfileRequest& request) {
  UnblockSignals();
  const absl::StatusOr<ProfileCommand> command =
      ParseProfileCommand(request.words);
  if (!command.ok()) return Fail(command.status());
  absl::StatusOr<Profile> current;
  if (command->verb == ProfileVerb::kHelp) {
    current = Profile();
  } else {
    current = FindProfile(request.profile, request.environment);
  }
  if (!current.ok()) return Fail(current.status());
  if (!current->warning.empty()) Complain(current->warning);
  Runner runner(*command, *std::move(current), request.environment);
  return Run(runner, command->verb);
}

}  // namespace hermes::gateway
