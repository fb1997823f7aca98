#ifndef HERMES_SHIM_ENTRY_SWITCHES_H_
#define HERMES_SHIM_ENTRY_SWITCHES_H_

#include <optional>
#include <string>
#include <vector>

namespace hermes {

// Our own leading switches.
enum class Switch {
  kVersion,    // --entry-version
  kHelp,       // --entry-help
  kExplain,    // --entry-explain [ARGS]
  kHealth,     // --entry-health [--ready [--timeout=DUR]]
  kReconcile,  // --entry-reconcile
  kUnknown,    // any other --entry-...
};

struct SwitchCall {
  Switch which = Switch::kUnknown;
  std::string word;  // as written
  std::vector<std::string> arguments;
};

// The switch that `args` begins with, behind any leading `hermes` or
// `hermes-entry`; nothing if the first word is no --entry-... . Everything
// later on the line belongs to the user's command. Pure.
std::optional<SwitchCall> FindSwitch(const std::vector<std::string>& args);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_SWITCHES_H_
