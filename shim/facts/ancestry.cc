#include "shim/facts/ancestry.h"

#include <fcntl.h>

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

// More than any real process has. If a pid is reused during the search, the
// search could otherwise follow a circle forever.
constexpr int kMaxGenerations = 1000;

}  // namespace

std::optional<pid_t> ParentFromStat(std::string_view stat) {
  // "PID (COMM) STATE PPID ...": the comm ends at the last parenthesis.
  const size_t comm_end = stat.rfind(") ");
  if (comm_end == std::string_view::npos) return std::nullopt;
  stat.remove_prefix(comm_end + 2);
  if (stat.size() < 3 || stat[1] != ' ') return std::nullopt;
  stat.remove_prefix(2);
  return ParseNumberBetween<pid_t>(stat.substr(0, stat.find(' ')), 0);
}

bool IsBelowPid1(pid_t parent, const std::string& proc) {
  for (int i = 0; i < kMaxGenerations; ++i) {
    if (parent == 1) return true;
    if (parent == 0) return false;
    const Expected<std::string> stat =
        ReadSmallFile(AT_FDCWD, proc + "/" + std::to_string(parent) + "/stat");
    if (!stat.ok()) return true;
    const std::optional<pid_t> next = ParentFromStat(stat.value());
    if (!next) return true;
    parent = *next;
  }
  return true;
}

}  // namespace hermes
