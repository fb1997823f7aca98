#include "gateway/command/command_line.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;

// Options of `gateway run`, and the gflags name each one sets to true.
struct RunOption {
  const char* word;
  const char* flag;
};
constexpr RunOption kRunOptions[] = {
    {"--quiet", "quiet"},
    {"--replace", "replace"},
    {"--force", "force"},
    {"--no-supervise", "no_supervise"},
    {"--external-supervisor", "external_supervisor"},
    {"--accept-hooks", "accept_hooks"},
};

// Commands of hermes that this version does not have.
constexpr const char* kNotBuiltCommands[] = {
    "auth",   "chat",   "config",  "cron", "doctor", "login",   "logs",
    "mcp",    "memory", "model",   "send", "serve",  "setup",   "skills",
    "status", "tools",  "version", "tui",  "update", "webhook",
};
constexpr const char* kNotBuiltGatewayVerbs[] = {
    "setup",
    "enroll",
    "migrate",
    "migrate-legacy",
};
constexpr const char* kAdviceVerbs[] = {"install", "uninstall"};

template <typename Table>
bool Contains(const Table& table, const std::string& word) {
  return std::find(std::begin(table), std::end(table), word) != std::end(table);
}

absl::Status UsageError(const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, "; see `hermes --help`"));
}

bool IsHelp(const std::string& word) {
  return word == "--help" || word == "-h";
}

// The user's words, without -p and without `--` and the words after it.
struct Split {
  Words words;
  bool has_dashes = false;
  Words after_dashes;
  std::optional<std::string> profile;
};

absl::StatusOr<Split> SplitOffProfile(const Words& args) {
  Split split;
  for (auto word = args.begin(); word != args.end(); ++word) {
    if (*word == "--") {
      split.has_dashes = true;
      split.after_dashes.assign(word + 1, args.end());
      break;
    }
    if (*word == "-p" || *word == "--profile") {
      const auto value = word + 1;
      if (value == args.end() || *value == "--") {
        return UsageError(absl::StrCat(*word, " needs a profile name"));
      }
      split.profile = *value;
      word = value;
    } else if (word->rfind("--profile=", 0) == 0) {
      split.profile = word->substr(sizeof("--profile=") - 1);
    } else if (word->rfind("-p", 0) == 0) {
      split.profile = word->substr(2);
    } else {
      split.words.push_back(*word);
    }
  }
  return split;
}

// Returns true for -v, -q and clusters of them such as -vvq.
bool IsVerbosityCluster(const std::string& word) {
  return word.size() >= 2 && word[0] == '-' &&
         word.find_first_not_of("vq", 1) == std::string::npos;
}

// Collects the options of `gateway run` as gflags names and values.
class RunFlags {
 public:
  // Returns false if `word` is not an option of `gateway run`.
  bool ParseWord(const std::string& word) {
    if (IsVerbosityCluster(word)) {
      verbosity_ += std::count(word.begin(), word.end(), 'v');
      if (word.find('q') != std::string::npos) Set("quiet");
      return true;
    }
    if (word == "--verbose") {
      ++verbosity_;
      return true;
    }
    for (const RunOption& option : kRunOptions) {
      if (word != option.word) continue;
      Set(option.flag);
      return true;
    }
    return false;
  }

  std::vector<std::pair<std::string, std::string>> Finish() && {
    if (verbosity_ > 0) {
      flags_.emplace_back("verbosity", absl::StrCat(verbosity_));
    }
    return std::move(flags_);
  }

 private:
  void Set(const char* flag) { flags_.emplace_back(flag, "true"); }

  std::vector<std::pair<std::string, std::string>> flags_;
  std::ptrdiff_t verbosity_ = 0;
};

CommandLine MakeLine(CommandKind kind, std::string subject = "") {
  CommandLine line;
  line.kind = kind;
  line.subject = std::move(subject);
  return line;
}

// `words` are the words after `gateway`; `verb` is their end if there is none.
absl::StatusOr<CommandLine> ParseRun(const Words& words,
                                     Words::const_iterator verb) {
  RunFlags flags;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (word == verb) continue;
    if (IsHelp(*word)) {
      return MakeLine(CommandKind::kHelp,
                      verb != words.end() ? "gateway run" : "gateway");
    }
    if (!flags.ParseWord(*word)) {
      return UsageError(absl::StrCat("gateway run: unknown argument: ", *word));
    }
  }
  CommandLine line = MakeLine(CommandKind::kGatewayRun);
  line.flags = std::move(flags).Finish();
  return line;
}

// `words` are the words after `gateway`; `verb` is one of them.
absl::StatusOr<CommandLine> ParseControl(const Words& words,
                                         Words::const_iterator verb,
                                         ControlVerb which) {
  Words options(words.begin(), verb);
  options.insert(options.end(), verb + 1, words.end());
  if (std::any_of(options.begin(), options.end(), IsHelp)) {
    return MakeLine(CommandKind::kHelp, absl::StrCat("gateway ", *verb));
  }
  const absl::StatusOr<ControlRequest> request =
      ParseControlOptions(which, options);
  if (!request.ok()) {
    return UsageError(absl::StrCat(request.status().message()));
  }
  CommandLine line = MakeLine(CommandKind::kControl);
  line.control = *request;
  return line;
}

// `words` are the words after `gateway`.
absl::StatusOr<CommandLine> ParseGateway(const Words& words) {
  const auto verb = std::find_if(
      words.begin(), words.end(),
      [](const std::string& w) { return w.empty() || w[0] != '-'; });
  if (verb == words.end() || *verb == "run") return ParseRun(words, verb);
  if (const std::optional<ControlVerb> which = FindControlVerb(*verb)) {
    return ParseControl(words, verb, *which);
  }
  if (Contains(kAdviceVerbs, *verb)) {
    return MakeLine(CommandKind::kAdvice, *verb);
  }
  if (Contains(kNotBuiltGatewayVerbs, *verb)) {
    return MakeLine(CommandKind::kNotBuilt, absl::StrCat("gateway ", *verb));
  }
  return UsageError(absl::StrCat("unknown gateway command: ", *verb));
}

// `words` are the words after `dashboard`.
absl::StatusOr<CommandLine> ParseDashboard(const Words& words) {
  const absl::StatusOr<DashboardRequest> request = ParseDashboardOptions(words);
  if (!request.ok()) {
    return UsageError(absl::StrCat(request.status().message()));
  }
  if (request->kind == DashboardRequest::Kind::kHelp) {
    return MakeLine(CommandKind::kHelp, "dashboard");
  }
  CommandLine line = MakeLine(CommandKind::kDashboard);
  line.dashboard = *request;
  return line;
}

absl::StatusOr<CommandLine> ParseCommand(const Words& words) {
  if (words.empty()) return MakeLine(CommandKind::kNotBuilt);
  const std::string& command = words.front();
  if (IsHelp(command)) return MakeLine(CommandKind::kHelp);
  if (command == "--version") return MakeLine(CommandKind::kVersion);
  if (command == "gateway")
    return ParseGateway({words.begin() + 1, words.end()});
  if (command == "dashboard") {
    return ParseDashboard({words.begin() + 1, words.end()});
  }
  if (command == "profile" || command == "sessions") {
    CommandLine line = MakeLine(command == "profile" ? CommandKind::kProfile
                                                     : CommandKind::kSessions);
    line.words.assign(words.begin() + 1, words.end());
    return line;
  }
  if (Contains(kNotBuiltCommands, command)) {
    return MakeLine(CommandKind::kNotBuilt, command);
  }
  return UsageError(absl::StrCat("unknown command: ", command));
}

}  // namespace

absl::StatusOr<CommandLine> ParseCommandLine(const Words& args) {
  absl::StatusOr<Split> split = SplitOffProfile(args);
  if (!split.ok()) return split.status();
  absl::StatusOr<CommandLine> line = ParseCommand(split->words);
  if (!line.ok()) return line;
  const bool takes_none = line->kind == CommandKind::kGatewayRun ||
                          line->kind == CommandKind::kControl ||
                          line->kind == CommandKind::kDashboard;
  if (takes_none && !split->after_dashes.empty()) {
    return UsageError(absl::StrCat(
        split->words.front(),
        " accepts no arguments after --: ", split->after_dashes.front()));
  }
  const bool takes_all = line->kind == CommandKind::kProfile ||
                         line->kind == CommandKind::kSessions;
  if (takes_all && split->has_dashes) {
    line->words.push_back("--");
    line->words.insert(line->words.end(), split->after_dashes.begin(),
                       split->after_dashes.end());
  }
  line->profile = std::move(split->profile);
  return line;
}

}  // namespace hermes::gateway
