#include "gateway/sessions/sessions_command.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/turn/abbreviate.h"

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;

struct Verb {
  const char* word;
  SessionsVerb verb;
};
constexpr Verb kVerbs[] = {
    {"list", SessionsVerb::kList},
    {"delete", SessionsVerb::kDelete},
    {"prune", SessionsVerb::kPrune},
};

// An option without a value, and the member it sets.
struct Switch {
  SessionsVerb verb;
  const char* word;
  bool SessionsCommand::*member;
};
constexpr Switch kSwitches[] = {
    {SessionsVerb::kList, "--json", &SessionsCommand::json},
    {SessionsVerb::kDelete, "--json", &SessionsCommand::json},
    {SessionsVerb::kDelete, "--yes", &SessionsCommand::confirmed},
    {SessionsVerb::kDelete, "-y", &SessionsCommand::confirmed},
    {SessionsVerb::kDelete, "--dry-run", &SessionsCommand::dry_run},
    {SessionsVerb::kPrune, "--json", &SessionsCommand::json},
    {SessionsVerb::kPrune, "--yes", &SessionsCommand::confirmed},
    {SessionsVerb::kPrune, "-y", &SessionsCommand::confirmed},
    {SessionsVerb::kPrune, "--dry-run", &SessionsCommand::dry_run},
    {SessionsVerb::kPrune, "--vacuum", &SessionsCommand::vacuum},
};

// An option with a number, its range, and the member it sets.
struct Number {
  SessionsVerb verb;
  const char* word;
  int64_t least;
  int64_t most;
  void (*set)(SessionsCommand*, int64_t);
};
constexpr Number kNumbers[] = {
    {SessionsVerb::kList, "--limit", 1, 1'000'000,
     [](SessionsCommand* c, int64_t n) { c->list_limit = n; }},
    {SessionsVerb::kPrune, "--max-age-days", 0, 36'500,
     [](SessionsCommand* c, int64_t n) { c->max_age_days = n; }},
    {SessionsVerb::kPrune, "--max-count", 0, 1'000'000'000,
     [](SessionsCommand* c, int64_t n) { c->max_count = n; }},
    {SessionsVerb::kPrune, "--max-bytes", 0, int64_t{1} << 50,
     [](SessionsCommand* c, int64_t n) { c->max_bytes = n; }},
};

constexpr size_t kLongestId = 256;
constexpr size_t kLongestQuote = 64;

absl::Status UsageError(const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, "; see `hermes sessions --help`"));
}

std::string Quoted(const std::string& word) {
  return absl::CHexEscape(Abbreviated(word, kLongestQuote));
}

bool IsHelp(const std::string& word) {
  return word == "--help" || word == "-h";
}

// Parses the words after the verb.
class Reader {
 public:
  Reader(const Verb& verb, const Words& words) : verb_(verb), words_(words) {
    command_.verb = verb.verb;
  }

  absl::StatusOr<SessionsCommand> Read() {
    bool only_ids = false;
    for (at_ = 1; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (!only_ids && word == "--") {
        only_ids = true;
        continue;
      }
      if (!only_ids && IsHelp(word)) return SessionsCommand();
      const bool is_option = !only_ids && absl::StartsWith(word, "-");
      const absl::Status read = is_option ? ReadOption(word) : ReadId(word);
      if (!read.ok()) return read;
    }
    if (verb_.verb == SessionsVerb::kDelete && command_.ids.empty()) {
      return UsageError("sessions delete needs a session id");
    }
    return command_;
  }

 private:
  absl::Status Unknown(const std::string& word) const {
    return UsageError(absl::StrCat("sessions ", verb_.word,
                                   ": unknown argument: ", Quoted(word)));
  }

  absl::Status ReadId(const std::string& word) {
    if (verb_.verb != SessionsVerb::kDelete) return Unknown(word);
    if (word.empty() || word.size() > kLongestId) {
      return UsageError(
          absl::StrCat("a session id has 1 to ", kLongestId, " characters"));
    }
    command_.ids.push_back(word);
    return absl::OkStatus();
  }

  absl::Status ReadOption(const std::string& word) {
    for (const Switch& option : kSwitches) {
      if (option.verb != verb_.verb || word != option.word) continue;
      command_.*option.member = true;
      return absl::OkStatus();
    }
    for (const Number& option : kNumbers) {
      if (option.verb != verb_.verb) continue;
      const std::string start = absl::StrCat(option.word, "=");
      if (absl::StartsWith(word, start)) {
        return ReadNumber(option, word.substr(start.size()));
      }
      if (word != option.word) continue;
      if (at_ + 1 == words_.size()) {
        return UsageError(absl::StrCat(word, " needs a number"));
      }
      return ReadNumber(option, words_[++at_]);
    }
    return Unknown(word);
  }

  absl::Status ReadNumber(const Number& option, const std::string& text) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(text, &number) || number < option.least ||
        number > option.most) {
      return UsageError(absl::StrCat(option.word, " needs a number from ",
                                     option.least, " to ", option.most));
    }
    option.set(&command_, number);
    return absl::OkStatus();
  }

  const Verb& verb_;
  const Words& words_;
  size_t at_ = 0;
  SessionsCommand command_;
};

constexpr char kHelp[] =
    R"(usage: hermes [-p NAME] sessions list [--limit N] [--json]
       hermes [-p NAME] sessions delete ID... [-y] [--dry-run] [--json]
       hermes [-p NAME] sessions prune [options]

Works on the stored sessions of a profile, whether its gateway runs or not.

  list     prints the most recently used sessions, the latest first
    --limit N          how many (1000)
  delete   removes sessions, and the stored responses that were created in them
  prune    removes now what exceeds the retention limits
    --max-age-days N   use these limits instead of those in config.yaml
    --max-count N      (gateway.session_max_age_days, ..._count, ..._bytes);
    --max-bytes N      0: no such limit
    --vacuum           then returns all free pages to the file system; rebuilds
                       a gateway.db of an earlier version, which requires that
                       its gateway is stopped

  -p, --profile NAME   the profile; by default the one that HERMES_HOME is in,
                       else the one in active_profile, else default
  -y, --yes            do not ask; required without a terminal
  --dry-run            print what would be removed, and remove nothing
  --json               print JSON; its schema is in docs/reference.md

A session with a turn in progress is never removed, and prune removes nothing
that was used within the last hour. A gateway that was killed leaves turns that
count as in progress until it is started again.
exit codes: 0 done, 1 not confirmed, 64 usage, no such profile or session, 69
gateway.db is damaged, 71 system call failed, or stdout cannot be written, 73
the disk is full, 75 a turn is in progress, the database is locked, or the
gateway runs: try again later, 77 permission, 78 the configuration is invalid,
or gateway.db has a newer version.
)";

}  // namespace

absl::StatusOr<SessionsCommand> ParseSessionsCommand(const Words& words) {
  if (words.empty())
    return UsageError("sessions needs a sub-command: list, delete or prune");
  if (IsHelp(words[0])) return SessionsCommand();
  for (const Verb& verb : kVerbs) {
    if (words[0] == verb.word) return Reader(verb, words).Read();
  }
  return UsageError(
      absl::StrCat("unknown sessions command: ", Quoted(words[0])));
}

RetentionLimits LimitsFor(const SessionsCommand& command,
                          RetentionLimits configured) {
  if (command.max_age_days.has_value()) {
    configured.max_age = std::chrono::days(*command.max_age_days);
  }
  configured.max_sessions = command.max_count.value_or(configured.max_sessions);
  configured.max_bytes = command.max_bytes.value_or(configured.max_bytes);
  return configured;
}

std::string SessionsHelp() { return kHelp; }

}  // namespace hermes::gateway
