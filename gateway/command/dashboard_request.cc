#include "gateway/command/dashboard_request.h"

#include <algorithm>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

using Kind = DashboardRequest::Kind;

struct KindOption {
  const char* word;
  Kind kind;
};
constexpr KindOption kKindOptions[] = {
    {"--status", Kind::kStatus},
    {"--stop", Kind::kStop},
    {"--hash-password", Kind::kHashPassword},
    {"--help", Kind::kHelp},
    {"-h", Kind::kHelp},
};

struct ValueOption {
  const char* word;
  std::optional<std::string> DashboardRequest::*member;
};
constexpr ValueOption kValueOptions[] = {
    {"--host", &DashboardRequest::host},
    {"--port", &DashboardRequest::port},
};

constexpr const char* kIgnored[] = {"--no-open", "--skip-build", "--isolated"};

using Words = std::vector<std::string>;

// Parses `--host VALUE` or `--host=VALUE` at `word` and leaves `word` at the
// option's last word. Returns false if it is another option.
absl::StatusOr<bool> ParseValue(const Words& words, Words::const_iterator* word,
                                DashboardRequest* request) {
  for (const ValueOption& option : kValueOptions) {
    const std::string start = absl::StrCat(option.word, "=");
    if ((*word)->rfind(start, 0) == 0) {
      request->*option.member = (*word)->substr(start.size());
      return true;
    }
    if (**word != option.word) continue;
    if (*word + 1 == words.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("dashboard: ", option.word, " needs a value"));
    }
    ++*word;
    request->*option.member = **word;
    return true;
  }
  return false;
}

bool ParseFlag(const std::string& word, DashboardRequest* request) {
  for (const KindOption& option : kKindOptions) {
    if (word != option.word) continue;
    // --help takes precedence over the other kinds.
    if (request->kind != Kind::kHelp) request->kind = option.kind;
    return true;
  }
  if (word == "--insecure") return request->insecure = true;
  return std::find(std::begin(kIgnored), std::end(kIgnored), word) !=
         std::end(kIgnored);
}

}  // namespace

absl::StatusOr<DashboardRequest> ParseDashboardOptions(const Words& words) {
  DashboardRequest request;
  for (auto word = words.begin(); word != words.end(); ++word) {
    const absl::StatusOr<bool> taken = ParseValue(words, &word, &request);
    if (!taken.ok()) return taken.status();
    if (*taken || ParseFlag(*word, &request)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("dashboard: unknown argument: ", *word));
  }
  return request;
}

}  // namespace hermes::gateway
