#ifndef HERMES_SHIM_ENTRY_PROGRAM_NAME_H_
#define HERMES_SHIM_ENTRY_PROGRAM_NAME_H_

#include <string_view>

namespace hermes {

// What the name in argv[0] makes of the binary. Slots' names (run, finish) are
// another matter: those mean something only inside a slot.
enum class ProgramName {
  kEntry,   // hermes-entry, and every name that is not below
  kHermes,  // hermes: also the front door of docker exec
  kTini,    // tini: its options are dropped
};

// The last component of `argv0`. Pure.
std::string_view Basename(std::string_view argv0);

// By the last component of `argv0`. Pure.
ProgramName ProgramNameOf(std::string_view argv0);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_PROGRAM_NAME_H_
