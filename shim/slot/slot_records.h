#ifndef HERMES_SHIM_SLOT_SLOT_RECORDS_H_
#define HERMES_SHIM_SLOT_SLOT_RECORDS_H_

#include <sys/types.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// The files in which a slot keeps its records. They are in the directory data/
// (0700) of its service directory, which s6 never touches. Each record is one
// line and is replaced by a rename. A record that is missing or unreadable
// counts as absent.
inline constexpr char kDataDirectory[] = "data";
inline constexpr char kSlotFile[] = "slot";    // the slot's name
inline constexpr char kStartFile[] = "pid";    // StartRecord of this life
inline constexpr char kPhaseFile[] = "state";  // PhaseRecord of this life
// DeathRecord; kept across restarts. An operator's start removes it, which also
// ends a backoff delay.
inline constexpr char kDeathsFile[] = "deaths";
// The exit code with which the slot failed for good; removed when it starts
// again.
inline constexpr char kFailedFile[] = "failed";
// Marks a restart by an operator. The operator's process creates it before
// `s6-svc -r`; `finish` removes it. Its content is ignored.
inline constexpr char kRestartFile[] = "restart";
// Exists while the container's own command is this slot's gateway.
inline constexpr char kForegroundFile[] = "foreground";
// The times of the last exits with 75 (AskRecord).
inline constexpr char kAsksFile[] = "asks";
// LoggerRecord, written by log/run.
inline constexpr char kLoggerFile[] = "logger";
// TakeoverRecord: the last attempt to take over the profile.
inline constexpr char kTakeoverFile[] = "takeover";
// NUL-separated "NAME=value" entries (0600). Exists only if the supervisors do
// not inherit the main command's environment. In data/ or, if the supervisors
// run as root and another uid operates the slot, in the slot's directory, which
// belongs to root.
inline constexpr char kEnvironmentFile[] = "environment";

// One life of the supervised process, from the start of `run`.
struct StartRecord {
  pid_t pid = 0;
  // Field 22 of /proc/<pid>/stat; detects a reused pid.
  long long start_ticks = 0;
  long long exec_ms = 0;  // CLOCK_BOOTTIME at the exec; 0 before it
};

struct DeathRecord {
  int consecutive_early_exits = 0;  // exits soon after a start
  int delay_s = 0;                  // how long the next `run` waits
  int last_code = 0;                // exit code, 128+n after signal n
  // True if another gateway took over the profile: the next `run` waits, after
  // the delay, until no process holds the profile's lock.
  bool taken_over = false;
};

// What `run` is waiting for; both members are zero once it has executed the
// gateway.
struct PhaseRecord {
  int backing_off_s = 0;
  bool held = false;  // waits for the profile's lock, without a limit
};

// The times at which the gateway exited with 75 to be started again, in
// milliseconds of CLOCK_BOOTTIME, latest first. Unused elements are 0.
struct AskRecord {
  std::array<long long, 6> at_ms{};
};

// Written when `run` starts a gateway although another gateway of this
// container holds the profile's lock. The new gateway ends that one.
struct TakeoverRecord {
  long long at_ms = 0;  // CLOCK_BOOTTIME
};

// When log/run last executed s6-log.
struct LoggerRecord {
  long long at_ms = 0;  // CLOCK_BOOTTIME
};

std::string FormatRecord(const StartRecord& record);
std::string FormatRecord(const DeathRecord& record);
std::string FormatRecord(const PhaseRecord& record);
std::string FormatRecord(const AskRecord& record);
std::string FormatRecord(const TakeoverRecord& record);
std::string FormatRecord(const LoggerRecord& record);
// Return std::nullopt for a text that the formatters above do not produce.
std::optional<StartRecord> ParseStartRecord(std::string_view text);
std::optional<DeathRecord> ParseDeathRecord(std::string_view text);
std::optional<PhaseRecord> ParsePhaseRecord(std::string_view text);
std::optional<AskRecord> ParseAskRecord(std::string_view text);
std::optional<TakeoverRecord> ParseTakeoverRecord(std::string_view text);
std::optional<LoggerRecord> ParseLoggerRecord(std::string_view text);

// Returns the content of a record in `data_fd`, an open data/; empty if the
// record does not exist or cannot be read. Does not follow a symbolic link.
std::string ReadRecord(int data_fd, const char* name);
// Replaces a record (0600).
Expected<void> WriteRecord(int data_fd, const char* name,
                           std::string_view content);
// Returns true if the record existed and was removed.
bool RemoveRecord(int data_fd, const char* name);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_RECORDS_H_
