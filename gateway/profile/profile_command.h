#ifndef GATEWAY_PROFILE_PROFILE_COMMAND_H_
#define GATEWAY_PROFILE_PROFILE_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hermes::gateway {

enum class ProfileVerb { kCreate, kDelete, kList, kUse, kShow, kHelp };

// The parsed command line of `hermes profile ...`.
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

// Returns OK if a profile may be created with this name. InvalidArgument for a
// name that is not valid as it is, and for names with another meaning: default,
// hermes, root, sudo, test, tmp. Pure.
absl::Status CheckNewProfileName(const std::string& name);

// Returns InvalidArgument for a description that is not one line of up to 1024
// bytes. Pure.
absl::Status CheckDescription(const std::string& text);

// Parses the words after `profile`. Pure.
// Errors: InvalidArgument, one line that names the word, for an unknown or
// missing word, an invalid name, and for verbs and options that hermes has but
// this version does not, so that none is silently ignored. Accepts `--no-alias`
// because this version never creates an alias.
absl::StatusOr<ProfileCommand> ParseProfileCommand(
    const std::vector<std::string>& words);

// Returns the text of `hermes profile --help`.
std::string ProfileHelp();

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_COMMAND_H_
