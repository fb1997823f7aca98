#ifndef HERMES_SHIM_INVOCATION_SUBCOMMANDS_H_
#define HERMES_SHIM_INVOCATION_SUBCOMMANDS_H_

#include <string_view>

namespace hermes {

// Returns true if `word` is a sub-command of the Hermes command line. Those run
// hermes even if PATH has a program of that name (`login`, `import`).
bool IsHermesSubcommand(std::string_view word);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_SUBCOMMANDS_H_
