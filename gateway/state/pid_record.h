#ifndef GATEWAY_STATE_PID_RECORD_H_
#define GATEWAY_STATE_PID_RECORD_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// Who holds a profile: the content of gateway.pid and gateway.lock.
struct PidRecord {
  pid_t pid = 0;
  std::vector<std::string> argv;
  std::optional<uint64_t> start_time;  // nothing: unknown
  std::string hermes_home;             // "": unknown
};

// Compact JSON, one line, kind "hermes-gateway".
std::string FormatPidRecord(const PidRecord& record);

// Reads what FormatPidRecord writes, with or without further keys, and a bare
// integer, which is a pid alone. Nothing for anything else.
std::optional<PidRecord> ParsePidRecord(std::string_view text);

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_PID_RECORD_H_
