#ifndef GATEWAY_PROFILE_PROFILE_COMMAND_H_
#define GATEWAY_PROFILE_PROFILE_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hermes::gateway {

enum class ProfileVerb { kCreate, kDelete, kList, kUse, kShow, kHelp };

// What a `hermes profile ...` asks for.
struct ProfileCommand {
  ProfileVerb verb = ProfileVerb::kHelp;
  std::string
      name;  // valid; "" only for list, help, and show of the active one
  bool json = false;                      // list, show
  bool confirmed = false;                 // delete -y
  bool clone_active = false;              // create --clone
  std::optional<std::string> clone_from;  // create --clone-from S; valid
  bool skills = true;                     // create without --no-skills
  std::string description;                // create --description T
};

// OK for a name that a profile may be made under. InvalidArgument for one that
// is not valid, taken as it is, and for those that mean something else:
// default, hermes, root, sudo, test, tmp. Pure.
absl::Status CheckNewProfileName(const std::string& name);

// Errors: InvalidArgument for a description that is not one line of up to 1024
// bytes. Pure.
absl::Status CheckDescription(const std::string& text);

// Reads the words behind `profile`. Pure.
// Errors: InvalidArgument, one line that names the word, for an unknown or
// missing word, a name that is not valid, and for verbs and options that hermes
// has but this version does not: nothing is ignored in silence. `--no-alias`
// is accepted because no alias is ever made here.
absl::StatusOr<ProfileCommand> ParseProfileCommand(
    const std::vector<std::string>& words);

// What `hermes profile --help` prints.
std::string ProfileHelp();

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_COMMAND_H_
