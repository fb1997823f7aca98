#ifndef HERMES_SHIM_ENTRY_SWITCHES_H_
#define HERMES_SHIM_ENTRY_SWITCHES_H_

#include <optional>
#include <string>
#include <vector>

namespace hermes {

// The switches of hermes-entry itself.
enum class Switch {
  kVersion,    // --entry-version
  kHelp,       // --entry-help
  kExplain,    // --entry-explain [ARGS]
  kHealth,     // --entry-health [--ready [--timeout=DUR]]
  kReconcile,  // --entry-reconcile
  kUnknown,    // any other --entry-...
};

// A switch with its arguments.
struct SwitchCall {
  Switch which = Switch::kUnknown;
  std::string word;  // as the user wrote it
  std::vector<std::string> arguments;
};

// Returns the switch that `args` begins with, after any leading `hermes` or
// `hermes-entry`; the later words are its arguments. Returns std::nullopt if
// the first word is not --entry-...: later words belong to the user's command.
// Pure.
std::optional<SwitchCall> FindSwitch(const std::vector<std::string>& args);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_SWITCHES_H_
