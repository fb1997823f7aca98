#include "shim/slot/slot_records.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

constexpr std::string_view kBackingOff = "backing-off ";
constexpr std::string_view kHeld = "held\n";
constexpr std::string_view kStarted = "started\n";

template <size_t N>
std::string FormatNumbers(const std::array<long long, N>& numbers) {
  std::string line;
  for (const long long number : numbers) {
    if (!line.empty()) line.push_back(' ');
    line.append(std::to_string(number));
  }
  return line + "\n";
}

// Parses exactly N numbers, none negative, with one space between them and a
// newline at the end.
template <size_t N>
std::optional<std::array<long long, N>> ParseNumbers(std::string_view text) {
  std::array<long long, N> numbers{};
  for (size_t i = 0; i < N; ++i) {
    const size_t end = text.find(i + 1 < N ? ' ' : '\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::optional<long long> number =
        ParseNumberBetween(text.substr(0, end), 0LL);
    if (!number.has_value()) return std::nullopt;
    numbers[i] = *number;
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) return std::nullopt;
  return numbers;
}

bool FitsInt(long long number) {
  return number <= std::numeric_limits<int>::max();
}

}  // namespace

std::string FormatRecord(const StartRecord& record) {
  return FormatNumbers<3>({record.pid, record.start_ticks, record.exec_ms});
}

std::string FormatRecord(const DeathRecord& record) {
  return FormatNumbers<4>({record.consecutive_early_exits, record.delay_s,
                           record.last_code, record.taken_over ? 1 : 0});
}

std::string FormatRecord(const PhaseRecord& record) {
  if (record.held) return std::string(kHeld);
  if (record.backing_off_s == 0) return std::string(kStarted);
  return std::string(kBackingOff) + FormatNumbers<1>({record.backing_off_s});
}

std::string FormatRecord(const AskRecord& record) {
  return FormatNumbers(record.at_ms);
}

std::string FormatRecord(const TakeoverRecord& record) {
  return FormatNumbers<1>({record.at_ms});
}

std::string FormatRecord(const LoggerRecord& record) {
  return FormatNumbers<1>({record.at_ms});
}

std::optional<StartRecord> ParseStartRecord(std::string_view text) {
  const auto numbers = ParseNumbers<3>(text);
  if (!numbers || !FitsInt((*numbers)[0])) return std::nullopt;
  return StartRecord{static_cast<pid_t>((*numbers)[0]), (*numbers)[1],
                     (*numbers)[2]};
}

std::optional<DeathRecord> ParseDeathRecord(std::string_view text) {
  const auto numbers = ParseNumbers<4>(text);
  if (!numbers) return std::nullopt;
  for (const long long number : *numbers) {
    if (!FitsInt(number)) return std::nullopt;
  }
  return DeathRecord{static_cast<int>((*numbers)[0]),
                     static_cast<int>((*numbers)[1]),
                     static_cast<int>((*numbers)[2]), (*numbers)[3] != 0};
}

std::optional<PhaseRecord> ParsePhaseRecord(std::string_view text) {
  if (text == kStarted) return PhaseRecord{};
  if (text == kHeld) return PhaseRecord{0, true};
  if (text.substr(0, kBackingOff.size()) != kBackingOff) return std::nullopt;
  const auto numbers = ParseNumbers<1>(text.substr(kBackingOff.size()));
  if (!numbers || !FitsInt((*numbers)[0])) return std::nullopt;
  return PhaseRecord{static_cast<int>((*numbers)[0]), false};
}

std::optional<AskRecord> ParseAskRecord(std::string_view text) {
  const auto numbers =
      ParseNumbers<std::tuple_size_v<decltype(AskRecord::at_ms)>>(text);
  if (!numbers) return std::nullopt;
  return AskRecord{*numbers};
}

std::optional<TakeoverRecord> ParseTakeoverRecord(std::string_view text) {
  const auto numbers = ParseNumbers<1>(text);
  if (!numbers) return std::nullopt;
  return TakeoverRecord{(*numbers)[0]};
}

std::optional<LoggerRecord> ParseLoggerRecord(std::string_view text) {
  const auto numbers = ParseNumbers<1>(text);
  if (!numbers) return std::nullopt;
  return LoggerRecord{(*numbers)[0]};
}

std::string ReadRecord(int data_fd, const char* name) {
  Expected<std::string> content =
      ReadSmallFile(data_fd, name, /*limit=*/4096, O_NOFOLLOW);
  if (!content.ok()) return "";
  return std::move(content).value();
}

Expected<void> WriteRecord(int data_fd, const char* name,
                           std::string_view content) {
  return ReplaceFile(data_fd, name, content, 0600);
}

bool RemoveRecord(int data_fd, const char* name) {
  return unlinkat(data_fd, name, 0) == 0;
}

}  // namespace hermes
