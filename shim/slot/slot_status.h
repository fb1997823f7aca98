#ifndef HERMES_SHIM_SLOT_SLOT_STATUS_H_
#define HERMES_SHIM_SLOT_SLOT_STATUS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// A slot's state: what s6-svstat's -o fields say, and what `run` and `finish`
// have noted in its data/. The notes stay as they are here where this uid may
// not read them.
struct SlotStatus {
  bool up = false;
  bool wanted_up = false;
  bool ready = false;  // up, and the gateway said that it is ready
  // Down, but `finish` still runs: s6-supervise starts nothing before its end.
  bool finishing = false;
  pid_t pid = -1;      // of the supervised process; -1 when down
  int exit_code = -1;  // of its last life, 128+n after signal n; -1 unknown
  long long seconds_since_change = -1;  // since it went up or down

  // The notes. `run` is up but spends a delay before the gateway starts: to be
  // shown as "backing off", never as "running" (`ready` is false meanwhile).
  bool backing_off = false;
  bool held = false;  // backing off because somebody has the profile's lock
  int delay_s = 0;    // of backing off, in all; 0 if held or not backing off
  bool executed = false;  // up, and it is the gateway itself, not `run`
  int failed_code = -1;   // it has failed for good with that code; -1: no
  int consecutive_early_exits =
      0;  // lives in a row that ended soon after their start
};

// The -o argument for s6-svstat whose output ParseSlotStatus() takes.
inline constexpr char kStatusFields[] =
    "up,wantedup,ready,pid,exitcode,signum,updownsince,readysince,updownfor";

// Parses the output of `s6-svstat -o kStatusFields`; nothing if it is not of
// that form. Leaves the notes as they are. Pure.
std::optional<SlotStatus> ParseSlotStatus(std::string_view output);

// Adds the notes in data/ of the service directory `slot_path`. For `status` as
// ParseSlotStatus() gave it; a note of another life than that one is passed
// over.
void AddNotes(const std::string& slot_path, SlotStatus& status);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_STATUS_H_
