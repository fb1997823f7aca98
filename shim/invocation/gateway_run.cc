#include "shim/invocation/gateway_run.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes {
namespace {

constexpr std::string_view kShortProfile = "-p";
constexpr std::string_view kLongProfile = "--profile";
constexpr std::string_view kLongProfileEquals = "--profile=";

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// The options and the other words of a command line, up to "--".
struct Words {
  GatewayRun run;
  bool help = false;
  bool option_first = false;  // an option other than the profile's comes first
  std::vector<std::string_view> plain;  // the words that are not options
};

// If args[i] is a profile option, parses it, sets `i` to its last word and
// returns true. "--" is never a name.
bool ConsumeProfileOption(const std::vector<std::string>& args, size_t& i,
                          std::optional<std::string>& profile) {
  const std::string_view word = args[i];
  if (word == kShortProfile || word == kLongProfile) {
    profile.emplace();
    if (i + 1 < args.size() && args[i + 1] != "--") profile = args[++i];
    return true;
  }
  for (const std::string_view prefix : {kLongProfileEquals, kShortProfile}) {
    if (!StartsWith(word, prefix)) continue;
    profile = word.substr(prefix.size());
    return true;
  }
  return false;
}

Words ReadWords(const std::vector<std::string>& args) {
  Words words;
  for (size_t i = 0; i < args.size() && args[i] != "--"; ++i) {
    if (ConsumeProfileOption(args, i, words.run.profile)) continue;
    const std::string_view word = args[i];
    if (!StartsWith(word, "-")) {
      words.plain.push_back(word);
      continue;
    }
    if (words.plain.empty()) words.option_first = true;
    if (word == "--no-supervise") words.run.opt_out = true;
    if (word == "--help" || word == "-h") words.help = true;
  }
  return words;
}

}  // namespace

std::optional<GatewayRun> ParseGatewayRun(
    const std::vector<std::string>& args) {
  const Words words = ReadWords(args);
  if (words.option_first || words.help) return std::nullopt;
  if (words.plain.empty() || words.plain[0] != "gateway") return std::nullopt;
  if (words.plain.size() > 1 && words.plain[1] != "run") return std::nullopt;
  return words.run;
}

}  // namespace hermes
