#include "gateway/command/control_request.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

struct VerbWord {
  const char* word;
  ControlVerb verb;
};
constexpr VerbWord kControlVerbs[] = {
    {"start", ControlVerb::kStart},     {"stop", ControlVerb::kStop},
    {"restart", ControlVerb::kRestart}, {"status", ControlVerb::kStatus},
    {"list", ControlVerb::kList},
};

constexpr unsigned Bit(ControlVerb verb) {
  return 1u << static_cast<unsigned>(verb);
}
constexpr unsigned kOperating = Bit(ControlVerb::kStart) |
                                Bit(ControlVerb::kStop) |
                                Bit(ControlVerb::kRestart);
constexpr unsigned kReporting =
    Bit(ControlVerb::kStatus) | Bit(ControlVerb::kList);

// Options, the verbs that accept them, and the member they set; an option whose
// member is null is ignored.
struct ControlOption {
  const char* word;
  unsigned verbs;
  bool ControlRequest::*member;
};
constexpr ControlOption kControlOptions[] = {
    {"--all", kOperating, &ControlRequest::all},
    {"--no-wait", kOperating, &ControlRequest::no_wait},
    {"--json", kReporting, &ControlRequest::json},
    {"--deep", Bit(ControlVerb::kStatus), &ControlRequest::details},
    {"--full", Bit(ControlVerb::kStatus), &ControlRequest::details},
    {"-l", Bit(ControlVerb::kStatus), &ControlRequest::details},
    {"--system", kOperating | kReporting, nullptr},
};

// Returns false if `word` is not an option of the verb.
bool ParseOption(const std::string& word, ControlRequest* request) {
  for (const ControlOption& option : kControlOptions) {
    if (word != option.word || (option.verbs & Bit(request->verb)) == 0) {
      continue;
    }
    if (option.member != nullptr) request->*option.member = true;
    return true;
  }
  // A hidden option of other versions; it has no effect here.
  return absl::StartsWith(word, "--platform=");
}

}  // namespace

std::optional<ControlVerb> FindControlVerb(const std::string& word) {
  for (const VerbWord& row : kControlVerbs) {
    if (word == row.word) return row.verb;
  }
  return std::nullopt;
}

const char* WordOf(ControlVerb verb) {
  for (const VerbWord& row : kControlVerbs) {
    if (verb == row.verb) return row.word;
  }
  return "";
}

absl::StatusOr<ControlRequest> ParseControlOptions(
    ControlVerb verb, const std::vector<std::string>& words) {
  ControlRequest request;
  request.verb = verb;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (*word == "--platform" && word + 1 != words.end()) {
      ++word;  // skip its value
    } else if (!ParseOption(*word, &request)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "gateway ", WordOf(verb), ": unknown argument: ", *word));
    }
  }
  return request;
}

}  // namespace hermes::gateway
