#include "shim/profile/recorded_state.h"

#include <fcntl.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/json_members.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

struct Row {
  std::string_view state;
  Intent intent;
};

// The intent that follows from the gateway's last reported state if no operator
// has recorded one.
constexpr Row kGatewayStates[] = {
    {"running", Intent::kRunning},
    {"draining", Intent::kRunning},
    {"degraded", Intent::kRunning},
    {"stopped", Intent::kStopped},
};

constexpr Row kDesiredStates[] = {
    {"running", Intent::kRunning},
    {"stopped", Intent::kStopped},
};

template <size_t N>
Intent Find(const Row (&rows)[N], std::string_view state) {
  for (const Row& row : rows) {
    if (row.state == state) return row.intent;
  }
  return Intent::kNone;
}

// Returns true if `text` can be one word of a log line; other text could look
// like several.
bool IsWord(std::string_view text) {
  constexpr size_t kLongest = 32;
  return !text.empty() && text.size() <= kLongest &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-") ==
             std::string_view::npos;
}

bool IsObject(std::string_view text) {
  return WithJsonMember(text, "", "0").has_value();
}

}  // namespace

RecordedState ParseRecordedState(const std::optional<std::string>& text) {
  if (!text) return {Intent::kNone, "missing"};
  if (!IsObject(*text)) return {Intent::kNone, "corrupt"};
  const std::string state = JsonMember(*text, "gateway_state").value_or("none");
  const std::string desired = JsonMember(*text, "desired_state").value_or("");
  RecordedState recorded;
  recorded.prior_state = IsWord(state) ? state : "unknown";
  recorded.intent = Find(kDesiredStates, desired);
  if (recorded.intent == Intent::kNone) {
    recorded.intent = Find(kGatewayStates, state);
  }
  return recorded;
}

RecordedState ReadRecordedState(const std::string& profile_home) {
  const Expected<std::string> text =
      ReadSmallFile(AT_FDCWD, profile_home + "/" + kStateFile, kLargestState);
  if (text.ok()) return ParseRecordedState(text.value());
  switch (text.error().err) {
    case ENOENT:
    case ENOTDIR:
      return ParseRecordedState(std::nullopt);
    case EFBIG:
    case EINVAL:
      return {Intent::kNone, "corrupt"};
    default:
      return {Intent::kNone, "unreadable"};
  }
}

}  // namespace hermes
