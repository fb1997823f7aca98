#include "gateway/profile/profile_command.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/profile/profile_choice.h"

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kReservedNames[] = {
    "default", "hermes", "root", "sudo", "test", "tmp",
};

enum class NameRule { kNone, kOptional, kRequired };

struct Verb {
  const char* word;
  ProfileVerb verb;
  NameRule name;
};
constexpr Verb kVerbs[] = {
    {"create", ProfileVerb::kCreate, NameRule::kRequired},
    {"delete", ProfileVerb::kDelete, NameRule::kRequired},
    {"list", ProfileVerb::kList, NameRule::kNone},
    {"use", ProfileVerb::kUse, NameRule::kRequired},
    {"show", ProfileVerb::kShow, NameRule::kOptional},
};

// An option without a value, and its effect.
struct Switch {
  ProfileVerb verb;
  const char* word;
  void (*set)(ProfileCommand*);
};
constexpr Switch kSwitches[] = {
    {ProfileVerb::kCreate, "--clone",
     [](ProfileCommand* c) { c->clone_active = true; }},
    {ProfileVerb::kCreate, "--no-skills",
     [](ProfileCommand* c) { c->skills = false; }},
    {ProfileVerb::kCreate, "--no-alias", [](ProfileCommand*) {}},
    {ProfileVerb::kDelete, "-y",
     [](ProfileCommand* c) { c->confirmed = true; }},
    {ProfileVerb::kDelete, "--yes",
     [](ProfileCommand* c) { c->confirmed = true; }},
    {ProfileVerb::kList, "--json", [](ProfileCommand* c) { c->json = true; }},
    {ProfileVerb::kShow, "--json", [](ProfileCommand* c) { c->json = true; }},
};

struct Valued {
  ProfileVerb verb;
  const char* word;
  void (*set)(ProfileCommand*, const std::string&);
};
constexpr Valued kValued[] = {
    {ProfileVerb::kCreate, "--clone-from",
     [](ProfileCommand* c, const std::string& v) { c->clone_from = v; }},
    {ProfileVerb::kCreate, "--description",
     [](ProfileCommand* c, const std::string& v) { c->description = v; }},
};

// A verb or option that hermes has and this version does not, and its
// replacement.
struct Missing {
  const char* word;
  const char* instead;
};
constexpr Missing kMissing[] = {
    {"rename", "create a new profile with --clone-from and delete the old one"},
    {"describe", "edit `description` in the profile's profile.yaml"},
    {"alias", "use `hermes -p NAME` instead"},
    {"export", "copy the profile's directory without its .env"},
    {"import", "copy a directory to <root>/profiles/NAME"},
    {"--clone-all", "--clone copies config.yaml, SOUL.md and skills"},
    {"--clone-channels",
     "platforms, tokens and allow-lists are never copied; set them up anew"},
};

absl::Status UsageError(const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, "; see `hermes profile --help`"));
}

bool IsHelp(const std::string& word) {
  return word == "--help" || word == "-h";
}

absl::Status CheckName(const std::string& name) {
  if (IsProfileName(name)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", absl::CHexEscape(name),
                   "' is not a valid profile name: use up to 64 of a-z, ",
                   "0-9, _ and -, not beginning with _ or -"));
}

absl::Status NotInThisVersion(const std::string& word, const char* instead) {
  return absl::InvalidArgumentError(
      absl::StrCat("profile ", word, " is not in this version; ", instead));
}

// Parses the words after the verb.
class Reader {
 public:
  Reader(const Verb& verb, const Words& words) : verb_(verb), words_(words) {
    command_.verb = verb.verb;
  }

  absl::StatusOr<ProfileCommand> Read() {
    for (at_ = 1; at_ < words_.size(); ++at_) {
      absl::Status status = ParseWord(words_[at_]);
      if (!status.ok()) return status;
    }
    absl::Status status = Check();
    if (!status.ok()) return status;
    return command_;
  }

 private:
  absl::Status ParseWord(const std::string& word) {
    if (word == "--" && !only_names_) {
      only_names_ = true;
      return absl::OkStatus();
    }
    if (!only_names_ && absl::StartsWith(word, "-") && word != "-") {
      return ParseOption(word);
    }
    if (verb_.name == NameRule::kNone || has_name_) {
      return UsageError(absl::StrCat("profile ", verb_.word,
                                     ": unexpected argument: ", word));
    }
    has_name_ = true;
    command_.name = word;
    return absl::OkStatus();
  }

  absl::Status ParseOption(const std::string& word) {
    if (IsHelp(word)) {
      help_ = true;
      return absl::OkStatus();
    }
    for (const Missing& missing : kMissing) {
      if (word == missing.word) return NotInThisVersion(word, missing.instead);
    }
    for (const Switch& option : kSwitches) {
      if (option.verb != verb_.verb || word != option.word) continue;
      option.set(&command_);
      return absl::OkStatus();
    }
    for (const Valued& option : kValued) {
      if (option.verb == verb_.verb && IsValued(word, option)) {
        return ParseValue(word, option);
      }
    }
    return UsageError(
        absl::StrCat("profile ", verb_.word, ": unknown argument: ", word));
  }

  static bool IsValued(const std::string& word, const Valued& option) {
    return word == option.word ||
           absl::StartsWith(word, absl::StrCat(option.word, "="));
  }

  absl::Status ParseValue(const std::string& word, const Valued& option) {
    const size_t equals = word.find('=');
    if (equals != std::string::npos) {
      option.set(&command_, word.substr(equals + 1));
      return absl::OkStatus();
    }
    if (at_ + 1 == words_.size()) {
      return UsageError(absl::StrCat(word, " needs a value"));
    }
    option.set(&command_, words_[++at_]);
    return absl::OkStatus();
  }

  absl::Status Check() {
    if (help_) {
      command_ = ProfileCommand();
      return absl::OkStatus();
    }
    if (!has_name_ && verb_.name == NameRule::kRequired) {
      return UsageError(
          absl::StrCat("profile ", verb_.word, " needs a profile name"));
    }
    if (command_.clone_active && command_.clone_from.has_value()) {
      return UsageError("--clone and --clone-from exclude each other");
    }
    const bool is_new = command_.verb == ProfileVerb::kCreate;
    for (const absl::Status& status :
         {is_new ? CheckNewProfileName(command_.name) : absl::OkStatus(),
          has_name_ ? CheckName(command_.name) : absl::OkStatus(),
          command_.clone_from ? CheckName(*command_.clone_from)
                              : absl::OkStatus(),
          CheckDescription(command_.description)}) {
      if (!status.ok()) return status;
    }
    if (command_.verb == ProfileVerb::kDelete && command_.name == "default") {
      return absl::InvalidArgumentError(
          "the profile default is the data root itself and cannot be deleted");
    }
    return absl::OkStatus();
  }

  const Verb& verb_;
  const Words& words_;
  size_t at_ = 0;
  bool has_name_ = false;
  bool only_names_ = false;
  bool help_ = false;
  ProfileCommand command_;
};

constexpr char kHelp[] =
    R"(usage: hermes profile create NAME [options]
       hermes profile delete NAME [-y]
       hermes profile list [--json]
       hermes profile use NAME
       hermes [-p NAME] profile show [NAME] [--json]

  create   creates <root>/profiles/NAME with a key and a free port for its API,
           and registers its gateway, down, if the container is supervised
    --clone            copies config.yaml, SOUL.md and skills of the active
                       profile (or of -p SOURCE); never tokens, platforms,
                       allow-lists, cron jobs or history
    --clone-from S     the same, from the profile S
    --no-skills        does not copy skills
    --description T    a description of one line
    --no-alias         no effect: this version creates no aliases
  delete   stops and unregisters its gateway and deletes all its data; asks
           for the name on a terminal unless -y is given
  list     prints one profile per line, the active one marked with *
  use      makes NAME the profile that is used if none is named
  show     prints paths, port, and whether a key is set

A name is a-z, 0-9, _ and -, up to 64 of them, and does not begin with _ or -.
exit codes: 0 done, 1 not confirmed, something is mounted in the profile, or its
gateway cannot be stopped, 64 usage or no such profile, 69 done, but s6 failed,
71 system call failed, 73 it exists or cannot be created, 77 permission, 78 a
configuration that cannot be copied.
)";

}  // namespace

absl::Status CheckDescription(const std::string& text) {
  constexpr size_t kLongest = 1024;
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (plain && text.size() <= kLongest) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "a description must be one line of up to ", kLongest, " bytes"));
}

absl::Status CheckNewProfileName(const std::string& name) {
  absl::Status status = CheckName(name);
  if (!status.ok()) return status;
  for (const char* reserved : kReservedNames) {
    if (name != reserved) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "the name '", name, "' is reserved; choose another for the profile"));
  }
  return absl::OkStatus();
}

absl::StatusOr<ProfileCommand> ParseProfileCommand(const Words& words) {
  if (words.empty())
    return UsageError(
        "profile needs a sub-command: create, delete, list, use or show");
  if (IsHelp(words[0])) return ProfileCommand();
  for (const Verb& verb : kVerbs) {
    if (words[0] == verb.word) return Reader(verb, words).Read();
  }
  for (const Missing& missing : kMissing) {
    if (words[0] == missing.word)
      return NotInThisVersion(words[0], missing.instead);
  }
  return UsageError(absl::StrCat("unknown profile command: ", words[0]));
}

std::string ProfileHelp() { return kHelp; }

}  // namespace hermes::gateway
