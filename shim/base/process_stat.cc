#include "shim/base/process_stat.h"

#include <fcntl.h>

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

// Field numbers as in proc(5).
constexpr int kStateField = 3;
constexpr int kParentField = 4;
constexpr int kSessionField = 6;
constexpr int kStartTimeField = 22;

template <typename T>
bool ToNumber(std::string_view word, T& number) {
  const std::optional<T> parsed = ParseNumber<T>(word);
  number = parsed.value_or(0);
  return parsed.has_value();
}

// Parses one field; returns false if it is malformed.
bool ParseField(int field, std::string_view word, ProcessStat& stat) {
  switch (field) {
    case kStateField:
      stat.state = word.empty() ? '?' : word.front();
      return word.size() == 1;
    case kParentField:
      return ToNumber(word, stat.parent);
    case kSessionField:
      return ToNumber(word, stat.session);
    case kStartTimeField:
      return ToNumber(word, stat.start_ticks);
    default:
      return true;
  }
}

}  // namespace

std::optional<ProcessStat> ParseProcessStat(std::string_view text) {
  ProcessStat stat;
  const size_t pid_end = text.find(" (");
  // The comm may contain any character: it ends at the last parenthesis.
  const size_t comm_end = text.rfind(") ");
  if (pid_end == std::string_view::npos || comm_end == std::string_view::npos ||
      !ToNumber(text.substr(0, pid_end), stat.pid)) {
    return std::nullopt;
  }
  text.remove_prefix(comm_end + 2);
  for (int field = kStateField; field <= kStartTimeField; ++field) {
    const size_t end = text.find_first_of(" \n");
    if (!ParseField(field, text.substr(0, end), stat)) return std::nullopt;
    if (field == kStartTimeField) return stat;
    if (end == std::string_view::npos) return std::nullopt;
    text.remove_prefix(end + 1);
  }
  return std::nullopt;
}

std::optional<ProcessStat> ReadProcessStat(pid_t pid) {
  const Expected<std::string> text =
      ReadSmallFile(AT_FDCWD, "/proc/" + std::to_string(pid) + "/stat");
  if (!text.ok()) return std::nullopt;
  return ParseProcessStat(text.value());
}

}  // namespace hermes
