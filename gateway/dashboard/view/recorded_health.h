#ifndef GATEWAY_DASHBOARD_VIEW_RECORDED_HEALTH_H_
#define GATEWAY_DASHBOARD_VIEW_RECORDED_HEALTH_H_

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "gateway/control/slot_report.h"

namespace hermes::gateway::dashboard {

// The state that a gateway last recorded about itself in gateway_state.json.
struct RecordedHealth {
  pid_t pid = 0;
  std::string gateway_state;  // "" if the file has none
  int64_t active_agents = 0;
  std::string exit_reason;
  std::map<std::string, std::string> platforms;  // name to state
};

// Parses the text of gateway_state.json; returns std::nullopt if it is not a
// JSON object. Pure.
std::optional<RecordedHealth> ParseRecordedHealth(const std::string& text);
// Reads gateway_state.json in the profile directory `home`; returns
// std::nullopt also if the file cannot be read.
std::optional<RecordedHealth> ReadRecordedHealth(const std::string& home);

// Returns the health of a profile's gateway in one word: ok, degraded,
// draining, starting, failing, held, failed, elsewhere, down, unknown. What a
// gateway recorded counts only while that same process lives. Pure.
std::string HealthWord(const SlotReport& report,
                       const std::optional<RecordedHealth>& recorded);

// Returns true if the gateway that lives now made the record `recorded`. Pure.
bool Speaks(const SlotReport& report,
            const std::optional<RecordedHealth>& recorded);

// Returns the pid of the profile's live gateway, supervised or not; 0 if none
// is known. Pure.
pid_t GatewayPid(const SlotReport& report);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_RECORDED_HEALTH_H_
