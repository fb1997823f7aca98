#ifndef GATEWAY_COMMAND_CONTROL_REQUEST_H_
#define GATEWAY_COMMAND_CONTROL_REQUEST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

enum class ControlVerb { kStart, kStop, kRestart, kStatus, kList };

// The options of `hermes gateway VERB`. An option that the verb does not use is
// a usage error, except options that other versions of hermes accept: those are
// ignored.
struct ControlRequest {
  ControlVerb verb = ControlVerb::kStatus;
  bool all = false;      // --all: every registered gateway
  bool no_wait = false;  // --no-wait
  bool json = false;     // --json
  bool details = false;  // --deep, --full, -l
};

// Returns the verb named by `word`; std::nullopt if `word` is not a verb.
std::optional<ControlVerb> FindControlVerb(const std::string& word);

// Returns the verb's word, for example "start".
const char* WordOf(ControlVerb verb);

// Parses the words of `hermes gateway VERB` without the verb, -p and --help.
// Pure. Errors: InvalidArgument, naming the word, for a word that the verb does
// not accept.
absl::StatusOr<ControlRequest> ParseControlOptions(
    ControlVerb verb, const std::vector<std::string>& words);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_CONTROL_REQUEST_H_
