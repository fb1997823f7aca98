#include "shim/entry/switches.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes {
namespace {

constexpr std::string_view kPrefix = "--entry-";

struct Row {
  std::string_view word;
  Switch which;
};

constexpr Row kSwitches[] = {
    {"--entry-version", Switch::kVersion},
    {"--entry-help", Switch::kHelp},
    {"--entry-explain", Switch::kExplain},
    {"--entry-health", Switch::kHealth},
    {"--entry-reconcile", Switch::kReconcile},
};

Switch SwitchOf(std::string_view word) {
  for (const Row& row : kSwitches) {
    if (row.word == word) return row.which;
  }
  return Switch::kUnknown;
}

bool IsNoOwnName(std::string_view word) {
  return word != "hermes" && word != "hermes-entry";
}

}  // namespace

std::optional<SwitchCall> FindSwitch(const std::vector<std::string>& args) {
  const auto first = std::find_if(args.begin(), args.end(), IsNoOwnName);
  if (first == args.end()) return std::nullopt;
  if (first->compare(0, kPrefix.size(), kPrefix.data(), kPrefix.size()) != 0) {
    return std::nullopt;
  }
  return SwitchCall{SwitchOf(*first), *first, {first + 1, args.end()}};
}

}  // namespace hermes
