#include "gateway/diagnostics/diagnostics.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/command/version.h"
#include "gateway/logging/log_line.h"

namespace hermes::gateway {
namespace {

std::string UsageLine(const ProcessUsage& usage) {
  return absl::StrFormat(
      "memory: %d KiB resident, %d KiB virtual; cpu: %.2f s; descriptors: %d "
      "open of %s; threads: %d\n",
      static_cast<int64_t>(usage.resident_bytes / 1024),
      static_cast<int64_t>(usage.virtual_bytes / 1024), usage.cpu_secs,
      usage.open_fds,
      usage.max_fds.has_value() ? absl::StrFormat("%.0f", *usage.max_fds)
                                : "any number",
      usage.threads);
}

std::string TurnLine(const TurnReport& turn) {
  return absl::StrFormat("turn [%s] for %.1f s: %s\n", OneLine(turn.session),
                         turn.elapsed_secs, OneLine(turn.phase));
}

}  // namespace

ProcessReport ReportProcess() {
  return {getpid(), ReadProcessUsage(), ReportThreads()};
}

std::string FormatDiagnostics(WallTime time, const GatewayReport& gateway,
                              const ProcessReport& process) {
  std::string text = absl::StrCat(
      "=== ", FormatRfc3339(time), " pid ", process.pid, " hermes ", kVersion,
      ", ", gateway.state, " for ", gateway.uptime.count(), " s\n");
  for (const auto& [name, count] : gateway.counts) {
    absl::StrAppend(&text, name, ": ", count, "\n");
  }
  absl::StrAppend(&text, "turns in progress: ", gateway.turns.size(), "\n");
  for (const TurnReport& turn : gateway.turns) text.append(TurnLine(turn));
  if (process.usage.has_value()) text.append(UsageLine(*process.usage));
  for (const ThreadReport& thread : process.threads) {
    absl::StrAppend(&text, FormatThread(thread), "\n");
  }
  return text;
}

}  // namespace hermes::gateway
