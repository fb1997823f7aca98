#ifndef GATEWAY_STATE_PID_RECORD_H_
#define GATEWAY_STATE_PID_RECORD_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// The process that holds a profile: the content of gateway.pid and
// gateway.lock.
struct PidRecord {
  pid_t pid = 0;
  std::vector<std::string> argv;
  std::optional<uint64_t> start_time;  // std::nullopt if unknown
  std::string hermes_home;             // "" if unknown
};

// Returns compact JSON, one line, kind "hermes-gateway".
std::string FormatPidRecord(const PidRecord& record);

// Parses the output of FormatPidRecord, with or without further keys, or a bare
// integer, which is a pid only. Returns std::nullopt for anything else.
std::optional<PidRecord> ParsePidRecord(std::string_view text);

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_PID_RECORD_H_
