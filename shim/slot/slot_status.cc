#include "shim/slot/slot_status.h"

#include <fcntl.h>

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/directory_tree.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// Removes the next word from `text` and returns it; empty if there is none.
std::string_view ConsumeWord(std::string_view& text) {
  const size_t end = text.find_first_of(" \n");
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return word;
}

bool ConsumeBool(std::string_view& text, bool& value) {
  const std::string_view word = ConsumeWord(text);
  value = word == "true";
  return value || word == "false";
}

template <typename Int>
bool ConsumeInt(std::string_view& text, Int& value) {
  const std::optional<Int> number = ParseNumber<Int>(ConsumeWord(text));
  value = number.value_or(0);
  return number.has_value();
}

// TAI64N: "@" and 24 hexadecimal digits.
bool IsTimestamp(std::string_view word) {
  return word.size() == 25 && word.front() == '@' &&
         word.find_first_not_of("0123456789abcdef", 1) ==
             std::string_view::npos;
}

// Returns true if s6-svstat can have printed these numbers. -1 means that there
// is none.
bool ArePossible(pid_t pid, int exit_code, int signal) {
  constexpr int kLastSignal = 64;
  return (pid == -1 || pid > 0) && exit_code >= -1 && exit_code <= 255 &&
         signal >= -1 && signal <= kLastSignal;
}

// Returns the number in `record`; -1 without a record, 0 if it is damaged.
int FailedCode(const std::string& record) {
  if (record.empty()) return -1;
  return ParseNumberInFirstLine<int>(record).value_or(0);
}

}  // namespace

std::optional<SlotStatus> ParseSlotStatus(std::string_view output) {
  SlotStatus status;
  int signal = -1;
  const bool complete =
      ConsumeBool(output, status.up) && ConsumeBool(output, status.wanted_up) &&
      ConsumeBool(output, status.ready) && ConsumeInt(output, status.pid) &&
      ConsumeInt(output, status.exit_code) && ConsumeInt(output, signal);
  const std::string_view changed_at = ConsumeWord(output);
  const std::string_view ready_at = ConsumeWord(output);
  if (!complete || !ArePossible(status.pid, status.exit_code, signal) ||
      !IsTimestamp(changed_at) || !IsTimestamp(ready_at) ||
      !ConsumeInt(output, status.seconds_since_change) || !output.empty()) {
    return std::nullopt;
  }
  // s6-svstat's `ready` is false for every service that is down. A service that
  // went down becomes ready (to be started) when its `finish` exits. TAI64N
  // timestamps sort by time, also as text.
  status.finishing = !status.up && ready_at < changed_at;
  if (signal > 0) status.exit_code = kExitSignalBase + signal;
  return status;
}

void AddNotes(const std::string& slot_path, SlotStatus& status) {
  const Expected<UniqueFd> data =
      OpenDirectory(AT_FDCWD, slot_path + "/" + kDataDirectory);
  if (!data.ok()) return;
  const int fd = data.value().get();
  status.failed_code = FailedCode(ReadRecord(fd, kFailedFile));
  const auto deaths = ParseDeathRecord(ReadRecord(fd, kDeathsFile));
  if (deaths) status.consecutive_early_exits = deaths->consecutive_early_exits;
  const auto start = ParseStartRecord(ReadRecord(fd, kStartFile));
  // s6-svstat reports 0 for a service that has never run.
  if (!start) status.exit_code = -1;
  if (!status.up || !start || start->pid != status.pid) return;
  status.executed = start->exec_ms > 0;
  if (status.executed) return;
  const auto phase = ParsePhaseRecord(ReadRecord(fd, kPhaseFile));
  if (!phase) return;
  status.held = phase->held;
  status.delay_s = phase->backing_off_s;
  status.backing_off = status.held || status.delay_s > 0;
}

}  // namespace hermes
