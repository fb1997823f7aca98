#include "shim/slot/slot_status.h"

#include <fcntl.h>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/directory_tree.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// Takes the next word off `text`; empty when there is none.
std::string_view NextWord(std::string_view& text) {
  const size_t end = text.find_first_of(" \n");
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return word;
}

bool TakeBool(std::string_view& text, bool& value) {
  const std::string_view word = NextWord(text);
  value = word == "true";
  return value || word == "false";
}

template <typename Int>
bool TakeInt(std::string_view& text, Int& value) {
  const std::string_view word = NextWord(text);
  const auto [end, error] =
      std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

// TAI64N: "@" and 24 hexadecimal digits.
bool IsTimestamp(std::string_view word) {
  return word.size() == 25 && word.front() == '@' &&
         word.find_first_not_of("0123456789abcdef", 1) ==
             std::string_view::npos;
}

// True for numbers that s6-svstat prints; each is -1 if there is none.
bool ArePossible(pid_t pid, int exit_code, int signal) {
  constexpr int kLastSignal = 64;
  return (pid == -1 || pid > 0) && exit_code >= -1 && exit_code <= 255 &&
         signal >= -1 && signal <= kLastSignal;
}

// The number in `record`; -1 for no record, 0 for one that is damaged.
int FailedCode(const std::string& record) {
  if (record.empty()) return -1;
  int code = 0;
  std::from_chars(record.data(), record.data() + record.size(), code);
  return code;
}

}  // namespace

std::optional<SlotStatus> ParseSlotStatus(std::string_view output) {
  SlotStatus status;
  int signal = -1;
  const bool complete =
      TakeBool(output, status.up) && TakeBool(output, status.wanted_up) &&
      TakeBool(output, status.ready) && TakeInt(output, status.pid) &&
      TakeInt(output, status.exit_code) && TakeInt(output, signal);
  const std::string_view changed_at = NextWord(output);
  const std::string_view ready_at = NextWord(output);
  if (!complete || !ArePossible(status.pid, status.exit_code, signal) ||
      !IsTimestamp(changed_at) || !IsTimestamp(ready_at) ||
      !TakeInt(output, status.seconds_since_change) || !output.empty()) {
    return std::nullopt;
  }
  // s6-svstat's `ready` is false for everything that is down. A service that
  // went down becomes ready (to be started) when its `finish` ends; these
  // labels sort as the times they stand for.
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
  // s6-svstat tells 0 of what has never run.
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
