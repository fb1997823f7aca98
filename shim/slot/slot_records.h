#ifndef HERMES_SHIM_SLOT_SLOT_RECORDS_H_
#define HERMES_SHIM_SLOT_SLOT_RECORDS_H_

#include <sys/types.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// What a slot remembers, in the directory data/ (0700) of its service
// directory: s6 never touches that one. Every record is one line and is
// replaced by a rename; a missing or unreadable one reads as "nothing known".
inline constexpr char kDataDirectory[] = "data";
inline constexpr char kSlotFile[] = "slot";    // the slot's name
inline constexpr char kStartFile[] = "pid";    // StartRecord of this life
inline constexpr char kPhaseFile[] = "state";  // PhaseRecord of this life
// DeathRecord; kept over restarts. Removing it during a back-off delay ends the
// delay: an operator's start does that.
inline constexpr char kDeathsFile[] = "deaths";
// The exit code with which the slot failed for good; gone when it starts again.
inline constexpr char kFailedFile[] = "failed";
// One-shot, its content does not matter: an operator's restart, which writes it
// before `s6-svc -r`; `finish` takes it away.
inline constexpr char kRestartFile[] = "restart";
// There as long as the container's own command is this slot's gateway.
inline constexpr char kForegroundFile[] = "foreground";
// The moments of the last ends with 75 (AskRecord).
inline constexpr char kAsksFile[] = "asks";
// LoggerRecord, written by log/run.
inline constexpr char kLoggerFile[] = "logger";
// TakeoverRecord: the last try to take the profile over.
inline constexpr char kTakeoverFile[] = "takeover";
// NUL-separated "NAME=value" entries (0600), only where the supervisors do not
// inherit the main command's environment. In data/, or, where root's
// supervisors are operated by another uid, in the slot's directory: root's.
inline constexpr char kEnvironmentFile[] = "environment";

// One life of the supervised process, from `run` on.
struct StartRecord {
  pid_t pid = 0;
  long long start_ticks = 0;  // field 22 of /proc/<pid>/stat: guards the pid
  long long exec_ms = 0;      // CLOCK_BOOTTIME at the exec; 0: not yet
};

struct DeathRecord {
  int consecutive_early_exits = 0;  // lives that ended soon after their start
  int delay_s = 0;                  // what the next `run` has to wait
  int last_code = 0;                // exit code, 128+n after signal n
  // Another gateway took the profile over: the next `run` waits, after the
  // delay, until nobody holds the profile's lock.
  bool taken_over = false;
};

// A delay of `run`, or 0 when the gateway has been executed.
struct PhaseRecord {
  int backing_off_s = 0;
  bool held = false;  // it waits for the profile's lock, for how long ever
};

// When the gateway asked to be started again (75), CLOCK_BOOTTIME in
// milliseconds, the latest first; 0: not that often.
struct AskRecord {
  std::array<long long, 6> at_ms{};
};

// `run` has started a gateway though another one of this container had the
// profile's lock: that one is ended by it.
struct TakeoverRecord {
  long long at_ms = 0;  // CLOCK_BOOTTIME
};

// When log/run last became s6-log.
struct LoggerRecord {
  long long at_ms = 0;  // CLOCK_BOOTTIME
};

std::string FormatRecord(const StartRecord& record);
std::string FormatRecord(const DeathRecord& record);
std::string FormatRecord(const PhaseRecord& record);
std::string FormatRecord(const AskRecord& record);
std::string FormatRecord(const TakeoverRecord& record);
std::string FormatRecord(const LoggerRecord& record);
// Nothing for a text that the formatters above do not write.
std::optional<StartRecord> ParseStartRecord(std::string_view text);
std::optional<DeathRecord> ParseDeathRecord(std::string_view text);
std::optional<PhaseRecord> ParsePhaseRecord(std::string_view text);
std::optional<AskRecord> ParseAskRecord(std::string_view text);
std::optional<TakeoverRecord> ParseTakeoverRecord(std::string_view text);
std::optional<LoggerRecord> ParseLoggerRecord(std::string_view text);

// The content of a record below `data_fd`, an open data/; empty if there is
// none. Follows no symlink.
std::string ReadRecord(int data_fd, const char* name);
// Replaces a record (0600).
Expected<void> WriteRecord(int data_fd, const char* name,
                           std::string_view content);
// True if there was one.
bool RemoveRecord(int data_fd, const char* name);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_RECORDS_H_
