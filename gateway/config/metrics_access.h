#ifndef GATEWAY_CONFIG_METRICS_ACCESS_H_
#define GATEWAY_CONFIG_METRICS_ACCESS_H_

#include <optional>
#include <string>

namespace hermes::gateway {

// Who may read /metrics.
enum class MetricsAccess {
  kOff,       // nobody: the route is not there
  kLoopback,  // whoever asks from this machine
  kKey,       // whoever shows the API's key
};

// off (and what ParseSwitch() takes for it), loopback (and what it takes for
// on), key; any case. Nothing for any other word. Pure.
std::optional<MetricsAccess> ParseMetricsAccess(const std::string& word);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_METRICS_ACCESS_H_
