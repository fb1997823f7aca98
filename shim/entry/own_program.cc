#include "shim/entry/own_program.h"

#include <limits.h>
#include <unistd.h>

#include <string>

namespace hermes {

std::string OwnProgram() {
  char path[PATH_MAX];
  const ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  if (n <= 0 || n == sizeof path) return "/usr/local/bin/hermes-entry";
  return std::string(path, static_cast<size_t>(n));
}

}  // namespace hermes
