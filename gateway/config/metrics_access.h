#ifndef GATEWAY_CONFIG_METRICS_ACCESS_H_
#define GATEWAY_CONFIG_METRICS_ACCESS_H_

#include <optional>
#include <string>

namespace hermes::gateway {

// The clients that may read /metrics.
enum class MetricsAccess {
  kOff,       // none: the route does not exist
  kLoopback,  // clients on this machine
  kKey,       // clients that send the API's key
};

// Parses "off" (or a switch that is off for ParseSwitch()), "loopback" (or a
// switch that is on) or "key", ignoring case. Returns std::nullopt for any
// other word. Pure.
std::optional<MetricsAccess> ParseMetricsAccess(const std::string& word);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_METRICS_ACCESS_H_
