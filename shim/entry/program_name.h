#ifndef HERMES_SHIM_ENTRY_PROGRAM_NAME_H_
#define HERMES_SHIM_ENTRY_PROGRAM_NAME_H_

#include <string_view>

namespace hermes {

// The program that the binary acts as, by the name in argv[0]. The names of a
// slot's scripts (run, finish) are not here: they count only inside a slot.
enum class ProgramName {
  kEntry,   // hermes-entry, and any other name
  kHermes,  // hermes; docker exec also starts it under this name
  kTini,    // tini, whose options are dropped
};

// Returns the last component of `argv0`. Pure.
std::string_view Basename(std::string_view argv0);

// Returns the program for the last component of `argv0`. Pure.
ProgramName ProgramNameOf(std::string_view argv0);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_PROGRAM_NAME_H_
