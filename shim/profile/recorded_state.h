#ifndef HERMES_SHIM_PROFILE_RECORDED_STATE_H_
#define HERMES_SHIM_PROFILE_RECORDED_STATE_H_

#include <optional>
#include <string>

namespace hermes {

// The file in a profile's home that tells what an operator wants of its gateway
// and what the gateway last said of itself.
inline constexpr char kStateFile[] = "gateway_state.json";
// A larger one is none: the gateway writes a few hundred bytes.
inline constexpr size_t kLargestState = size_t{1} << 20;

enum class Intent {
  kNone,     // nothing usable is recorded
  kRunning,  // it is to run after a boot too
  kStopped,  // an operator stopped it
};

struct RecordedState {
  Intent intent = Intent::kNone;
  // One word for the log: what gateway_state says, else "missing", "corrupt",
  // "unreadable" or, with no such member, "none".
  std::string prior_state;
};

// Reads the content of a state file; nothing means that there is no file.
// `desired_state` decides if it is `running` or `stopped`, else gateway_state,
// where draining and degraded count as running. Only what says so clearly is
// kRunning; a text that is no whole JSON object is "corrupt". Pure.
RecordedState ParseRecordedState(const std::optional<std::string>& text);

// The same for the state file of a home. Never fails: one that cannot be read,
// is no file or is too large is kNone.
RecordedState ReadRecordedState(const std::string& profile_home);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_RECORDED_STATE_H_
