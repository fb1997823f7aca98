#include "shim/slot/slot_status.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "shim/base/exit_codes.h"

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

bool TakeInt(std::string_view& text, int& value) {
  const std::string_view word = NextWord(text);
  const auto [end, error] =
      std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

// TAI64N: "@" and 24 hexadecimal digits.
bool IsTimestamp(std::string_view word) {
  return word.size() == 25 && word.front() == '@';
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
  if (!complete || !IsTimestamp(changed_at) || !IsTimestamp(ready_at) ||
      !output.empty()) {
    return std::nullopt;
  }
  // s6-svstat's `ready` is false for everything that is down. A service that
  // went down becomes ready (to be started) when its `finish` ends; these
  // labels sort as the times they stand for.
  status.finishing = !status.up && ready_at < changed_at;
  if (signal > 0) status.exit_code = kExitSignalBase + signal;
  return status;
}

}  // namespace hermes
