#ifndef GATEWAY_COMMAND_CONTROL_REQUEST_H_
#define GATEWAY_COMMAND_CONTROL_REQUEST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

enum class ControlVerb { kStart, kStop, kRestart, kStatus, kList };

// What `hermes gateway VERB` was given. An option that is nothing to the verb
// is a usage error, but for those that other versions know: they are taken and
// ignored.
struct ControlRequest {
  ControlVerb verb = ControlVerb::kStatus;
  bool all = false;      // --all: every gateway that is registered
  bool no_wait = false;  // --no-wait
  bool json = false;     // --json
  bool details = false;  // --deep, --full, -l
};

// The verb that `word` is; nothing if it is none of these.
std::optional<ControlVerb> FindControlVerb(const std::string& word);

// "start".
const char* WordOf(ControlVerb verb);

// Reads the words of `hermes gateway VERB` but for the verb, -p and --help.
// Pure. Errors: InvalidArgument, naming the word, for one that the verb does
// not take.
absl::StatusOr<ControlRequest> CutControlOptions(
    ControlVerb verb, const std::vector<std::string>& words);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_CONTROL_REQUEST_H_
