#include "shim/entry/tini_options.h"

#include <string>
#include <string_view>
#include <vector>

namespace hermes {
namespace {

constexpr std::string_view kFlags = "gsvwl";
constexpr std::string_view kOptionsWithValue = "ep";

// Returns how many words the options in `word` take: 1, or 2 if the value of
// the last one is the next word. Returns 0 if these are not options of tini.
int WordsOfOptions(std::string_view word) {
  if (word.size() < 2 || word.front() != '-') return 0;
  for (size_t i = 1; i < word.size(); ++i) {
    if (kOptionsWithValue.find(word[i]) != std::string_view::npos) {
      return i + 1 == word.size() ? 2 : 1;
    }
    if (kFlags.find(word[i]) == std::string_view::npos) return 0;
  }
  return 1;
}

}  // namespace

std::vector<std::string> WithoutTiniOptions(
    const std::vector<std::string>& args) {
  if (args.size() == 1 && args[0] == "--version") return {"--entry-version"};
  if (args.size() == 1 && args[0] == "-h") return {"--entry-help"};
  size_t first = 0;
  while (first < args.size()) {
    const int words = WordsOfOptions(args[first]);
    if (words == 0) break;
    first += static_cast<size_t>(words);
  }
  if (first < args.size() && args[first] == "--") ++first;
  if (first >= args.size()) return {};
  return {args.begin() + static_cast<std::ptrdiff_t>(first), args.end()};
}

}  // namespace hermes
