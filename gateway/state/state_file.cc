#include "gateway/state/state_file.h"

#include <stdio.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "gateway/files/durable_file.h"
#include "gateway/files/timed_lock.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "gateway_state.json";
constexpr char kCorruptName[] = "gateway_state.json.corrupt";
constexpr char kLockName[] = ".gateway_state.lock";
constexpr size_t kLargestState = 1 << 20;
constexpr std::chrono::seconds kLockPatience{1};

}  // namespace

StateFile::StateFile(int home_fd, PidRecord self)
    : home_fd_(home_fd), self_(std::move(self)) {}

absl::Status StateFile::Write(const StateUpdate& update) const {
  const UniqueFd lock = LockFileWithin(home_fd_, kLockName, kLockPatience);
  const absl::StatusOr<std::string> previous =
      ReadSmallFile(home_fd_, kName, kLargestState);
  bool was_corrupt = !previous.ok() && !absl::IsNotFound(previous.status());
  const std::string text = MergeState(previous.ok() ? *previous : "", update,
                                      self_, WallNow(), &was_corrupt);
  if (was_corrupt) renameat(home_fd_, kName, home_fd_, kCorruptName);
  absl::Status written = ReplaceFile(home_fd_, kName, text, 0644);
  if (!absl::IsResourceExhausted(written)) return written;
  // The disk has no space to keep the corrupt file as well.
  if (was_corrupt) renameat(home_fd_, kCorruptName, home_fd_, kName);
  return WriteWithoutRoom(previous.ok() ? *previous : "", update).ok()
             ? absl::OkStatus()
             : written;
}

// A gateway that restarts on a full disk must replace its predecessor's state:
// a health check looks for the gateway's own pid in it.
absl::Status StateFile::WriteWithoutRoom(std::string_view previous,
                                         StateUpdate update) const {
  bool ignored = false;
  absl::Status written =
      OverwriteFile(home_fd_, kName,
                    MergeState(previous, update, self_, WallNow(), &ignored));
  if (written.ok() || update.work.empty()) return written;
  update.work.clear();
  return OverwriteFile(
      home_fd_, kName,
      MergeState(previous, update, self_, WallNow(), &ignored));
}

}  // namespace hermes::gateway
