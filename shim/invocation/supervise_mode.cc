#include "shim/invocation/supervise_mode.h"

#include <string_view>

namespace hermes {

SuperviseMode ParseSuperviseMode(std::string_view value) {
  struct Row {
    std::string_view word;
    SuperviseMode mode;
  };
  constexpr Row kWords[] = {
      {"", SuperviseMode::kAuto},
      {"auto", SuperviseMode::kAuto},
      {"always", SuperviseMode::kAlways},
      {"require", SuperviseMode::kRequire},
  };
  for (const Row& row : kWords) {
    if (value == row.word) return row.mode;
  }
  return SuperviseMode::kUnknown;
}

}  // namespace hermes
