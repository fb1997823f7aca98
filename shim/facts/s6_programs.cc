#include "shim/facts/s6_programs.h"

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/path_search.h"

namespace hermes {
namespace {

// The directories in which s6 is installed. Searched before PATH, which may be
// empty or wrong.
constexpr std::string_view kInstallDirectories =
    "/command:/package/admin/s6/command:/usr/bin:/bin";

struct Row {
  const char* name;
  std::string S6Programs::*path;
};

constexpr Row kPrograms[] = {
    {"s6-svscan", &S6Programs::svscan},
    {"s6-svscanctl", &S6Programs::svscanctl},
    {"s6-supervise", &S6Programs::supervise},
    {"s6-svc", &S6Programs::svc},
    {"s6-svstat", &S6Programs::svstat},
    {"s6-log", &S6Programs::log},
};

}  // namespace

std::vector<std::string> S6Programs::Missing() const {
  std::vector<std::string> missing;
  for (const Row& row : kPrograms) {
    if ((this->*row.path).empty()) missing.emplace_back(row.name);
  }
  return missing;
}

S6Programs FindS6Programs(std::string_view path) {
  S6Programs programs;
  for (const Row& row : kPrograms) {
    programs.*row.path = FindOnPath(row.name, kInstallDirectories)
                             .value_or(FindOnPath(row.name, path).value_or(""));
  }
  return programs;
}

}  // namespace hermes
