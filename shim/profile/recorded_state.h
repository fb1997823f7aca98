#ifndef HERMES_SHIM_PROFILE_RECORDED_STATE_H_
#define HERMES_SHIM_PROFILE_RECORDED_STATE_H_

#include <optional>
#include <string>

namespace hermes {

// The file in a profile's home that records the operator's intent and the last
// state that the gateway reported.
inline constexpr char kStateFile[] = "gateway_state.json";
// A larger file counts as corrupt: the gateway writes a few hundred bytes.
inline constexpr size_t kLargestState = size_t{1} << 20;

enum class Intent {
  kNone,     // no usable state is recorded
  kRunning,  // the gateway should run, also after a boot
  kStopped,  // an operator stopped it
};

struct RecordedState {
  Intent intent = Intent::kNone;
  // One word for the log: the value of gateway_state; "missing", "corrupt" or
  // "unreadable" for the file; "none" without such a member; "unknown" for a
  // value that is not a word.
  std::string prior_state;
};

// Parses the content of a state file; std::nullopt means a missing file.
// The intent is `desired_state` if that is `running` or `stopped`, else it
// follows from gateway_state, where draining and degraded count as running. Any
// other value gives kNone. A text that is not a complete JSON object is
// "corrupt". Pure.
RecordedState ParseRecordedState(const std::optional<std::string>& text);

// Reads and parses the state file of a home. Never fails: the intent is kNone
// if the file cannot be read, is not a regular file or is too large.
RecordedState ReadRecordedState(const std::string& profile_home);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_RECORDED_STATE_H_
