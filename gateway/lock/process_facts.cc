#include "gateway/lock/process_facts.h"

#include <fcntl.h>

#include <algorithm>
#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/files/durable_file.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLargestProcFile = 1 << 20;

std::string BaseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

bool IsGatewayProgram(const std::string& word) {
  const std::string name = BaseName(word);
  return name == "hermes" || name == "hermes-gateway";
}

bool TakesValue(const std::string& option) {
  return option == "-p" || option == "--profile";
}

// Returns the words of `argv` from `at` on that are neither options nor option
// values.
std::vector<std::string> PlainWords(const std::vector<std::string>& argv,
                                    size_t at) {
  std::vector<std::string> words;
  for (; at < argv.size() && argv[at] != "--"; ++at) {
    if (TakesValue(argv[at])) {
      ++at;
    } else if (argv[at].empty() || argv[at][0] != '-') {
      words.push_back(argv[at]);
    }
  }
  return words;
}

}  // namespace

std::optional<ProcessFacts> ParseProcStat(std::string_view stat) {
  const size_t name_end = stat.rfind(") ");
  if (name_end == std::string_view::npos) return std::nullopt;
  const std::string rest(stat.substr(name_end + 2));
  // `rest` begins with field 3, the state; field 22 is the start time.
  const std::vector<std::string> fields = absl::StrSplit(rest, ' ');
  constexpr size_t kStartTime = 22 - 3;
  if (fields.size() <= kStartTime) return std::nullopt;
  ProcessFacts facts;
  if (!absl::SimpleAtoi(fields[kStartTime], &facts.start_time)) {
    return std::nullopt;
  }
  facts.dead = fields[0] == "Z" || fields[0] == "X" || fields[0] == "x";
  return facts;
}

bool IsGatewayCommandLine(const std::vector<std::string>& argv) {
  const size_t places = std::min<size_t>(argv.size(), 2);
  for (size_t at = 0; at < places; ++at) {
    if (!IsGatewayProgram(argv[at])) continue;
    const std::vector<std::string> words = PlainWords(argv, at + 1);
    if (words.empty() || words[0] != "gateway") return false;
    return words.size() == 1 || words[1] == "run";
  }
  return false;
}

std::optional<ProcessFacts> ProcProcessTable::Find(pid_t pid) const {
  const std::string dir = absl::StrCat("/proc/", pid);
  const absl::StatusOr<std::string> stat =
      ReadSmallFile(AT_FDCWD, absl::StrCat(dir, "/stat"), kLargestProcFile);
  if (!stat.ok()) return std::nullopt;
  std::optional<ProcessFacts> facts = ParseProcStat(*stat);
  if (!facts.has_value()) return std::nullopt;
  const absl::StatusOr<std::string> cmdline =
      ReadSmallFile(AT_FDCWD, absl::StrCat(dir, "/cmdline"), kLargestProcFile);
  if (cmdline.ok() && !cmdline->empty()) {
    facts->argv = absl::StrSplit(*cmdline, '\0');
    // Every word ends with a NUL, including the last.
    facts->argv.pop_back();
  }
  return facts;
}

}  // namespace hermes::gateway
