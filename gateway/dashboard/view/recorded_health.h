#ifndef GATEWAY_DASHBOARD_VIEW_RECORDED_HEALTH_H_
#define GATEWAY_DASHBOARD_VIEW_RECORDED_HEALTH_H_

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "gateway/control/slot_report.h"

namespace hermes::gateway {

// What a gateway last said of itself in gateway_state.json.
struct RecordedHealth {
  pid_t pid = 0;
  std::string gateway_state;  // "" where the file does not tell
  int64_t active_agents = 0;
  std::string exit_reason;
  std::map<std::string, std::string> platforms;  // the state of each
};

// Nothing for a text that is no JSON object. Pure.
std::optional<RecordedHealth> ParseRecordedHealth(const std::string& text);
std::optional<RecordedHealth> ReadRecordedHealth(const std::string& home);

// One word for how a profile's gateway is: ok, degraded, draining, starting,
// failing, held, failed, elsewhere, down, unknown. What a gateway said of
// itself counts only while that very process is there. Pure.
std::string HealthWord(const SlotReport& report,
                       const std::optional<RecordedHealth>& recorded);

// True if `recorded` is what the gateway said that is there now. Pure.
bool Speaks(const SlotReport& report,
            const std::optional<RecordedHealth>& recorded);

// The process that is the profile's gateway now, supervised or not; 0: none
// that is known. Pure.
pid_t GatewayPid(const SlotReport& report);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_RECORDED_HEALTH_H_
