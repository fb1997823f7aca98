#ifndef HERMES_SHIM_SLOT_SLOT_STATUS_H_
#define HERMES_SHIM_SLOT_SLOT_STATUS_H_

#include <sys/types.h>

#include <optional>
#include <string_view>

namespace hermes {

// A slot's state as s6-svstat's -o fields give it, and what `run` noted.
struct SlotStatus {
  bool up = false;
  bool wanted_up = false;
  bool ready = false;  // up, and the gateway said that it is ready
  // Down, but `finish` still runs: s6-supervise starts nothing before its end.
  bool finishing = false;
  pid_t pid = -1;      // of the supervised process; -1 when down
  int exit_code = -1;  // of its last life, 128+n after signal n; -1 unknown
  // `run` is up but spends a delay before the gateway starts: to be shown as
  // "backing off", never as "running". Stays false where this uid may not read
  // the slot's data/; `ready` is false then all the same.
  bool backing_off = false;
};

// The -o argument for s6-svstat whose output ParseSlotStatus() takes.
inline constexpr char kStatusFields[] =
    "up,wantedup,ready,pid,exitcode,signum,updownsince,readysince";

// Parses the output of `s6-svstat -o kStatusFields`; nothing if it is not of
// that form. Leaves backing_off false. Pure.
std::optional<SlotStatus> ParseSlotStatus(std::string_view output);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_STATUS_H_
