#include "shim/entry/program_name.h"

#include <string_view>

namespace hermes {

std::string_view Basename(std::string_view argv0) {
  const size_t slash = argv0.rfind('/');
  return slash == std::string_view::npos ? argv0 : argv0.substr(slash + 1);
}

ProgramName ProgramNameOf(std::string_view argv0) {
  const std::string_view name = Basename(argv0);
  if (name == "hermes") return ProgramName::kHermes;
  if (name == "tini") return ProgramName::kTini;
  return ProgramName::kEntry;
}

}  // namespace hermes
