#ifndef GATEWAY_DIAGNOSTICS_DIAGNOSTICS_H_
#define GATEWAY_DIAGNOSTICS_DIAGNOSTICS_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/diagnostics/thread_report.h"
#include "gateway/metrics/process_usage.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

// A turn in progress.
struct TurnReport {
  std::string session;
  double elapsed_secs = 0;
  std::string phase;  // "queued", "waiting for the back end", "streaming" ...
};

// What the gateway knows about itself at this moment.
struct GatewayReport {
  std::string state;  // StateName()
  std::chrono::seconds uptime{0};
  std::vector<TurnReport> turns;
  // Named counts: connections, open streams, operations of the session store,
  // the length of each queue, and so on.
  std::vector<std::pair<std::string, int64_t>> counts;
};

// What /proc reports about this process.
struct ProcessReport {
  pid_t pid = 0;
  std::optional<ProcessUsage> usage;  // std::nullopt if /proc is missing
  std::vector<ThreadReport> threads;
};

// Returns a report on this process.
ProcessReport ReportProcess();

// Returns the text of a dump: whole lines, the first of which begins with ===.
// Values from outside cannot start a new line. Pure.
std::string FormatDiagnostics(WallTime time, const GatewayReport& gateway,
                              const ProcessReport& process);

}  // namespace hermes::gateway

#endif  // GATEWAY_DIAGNOSTICS_DIAGNOSTICS_H_
