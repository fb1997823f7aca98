#ifndef HERMES_SHIM_INVOCATION_SUBCOMMANDS_H_
#define HERMES_SHIM_INVOCATION_SUBCOMMANDS_H_

#include <string_view>

namespace hermes {

// True if `word` is a sub-command of the Hermes command line. Those go to
// hermes even where a program of that name is on PATH (`login`, `import`).
bool IsHermesSubcommand(std::string_view word);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_SUBCOMMANDS_H_
