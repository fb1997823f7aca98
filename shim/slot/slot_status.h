#ifndef HERMES_SHIM_SLOT_SLOT_STATUS_H_
#define HERMES_SHIM_SLOT_SLOT_STATUS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// The state of a slot: the -o fields of s6-svstat, and the notes that `run` and
// `finish` have written to data/. If this uid cannot read the notes, they keep
// the values below.
struct SlotStatus {
  bool up = false;
  bool wanted_up = false;
  bool ready = false;  // up, and the gateway has reported readiness
  // Down, but `finish` still runs: s6-supervise starts nothing until it exits.
  bool finishing = false;
  pid_t pid = -1;      // of the supervised process; -1 if down
  int exit_code = -1;  // of the last life, 128+n after signal n; -1 if unknown
  long long seconds_since_change = -1;  // since it went up or down

  // The notes follow. True if `run` is up but waits before it starts the
  // gateway. Show this as "backing off", never as "running" (`ready` is false
  // meanwhile).
  bool backing_off = false;
  bool held = false;      // backing off because another process holds the lock
  int delay_s = 0;        // total backoff; 0 if held or not backing off
  bool executed = false;  // up, and `run` has executed the gateway
  int failed_code = -1;   // exit code of a permanent failure; else -1
  int consecutive_early_exits = 0;
};

// The -o argument for s6-svstat; ParseSlotStatus() parses its output.
inline constexpr char kStatusFields[] =
    "up,wantedup,ready,pid,exitcode,signum,updownsince,readysince,updownfor";

// Parses the output of `s6-svstat -o kStatusFields`. Returns std::nullopt if it
// does not have that form. Leaves the notes at their defaults. Pure.
std::optional<SlotStatus> ParseSlotStatus(std::string_view output);

// Adds the notes from data/ of the service directory `slot_path` to `status`,
// which ParseSlotStatus() returned. Ignores a note about another life than that
// one.
void AddNotes(const std::string& slot_path, SlotStatus& status);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_STATUS_H_
