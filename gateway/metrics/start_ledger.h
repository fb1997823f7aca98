#ifndef GATEWAY_METRICS_START_LEDGER_H_
#define GATEWAY_METRICS_START_LEDGER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// The times at which gateways of one home started.
struct StartLedger {
  std::vector<double> recent;  // seconds since 1970, oldest first, at most 40
  uint64_t total = 0;          // of all starts, including those not in `recent`
};

// Parses the texts of gateway-starts.log (one number on each line) and
// gateway-starts.total. Ignores what is not a number. The resulting total is at
// least the number of starts in `log`. Pure.
StartLedger ParseStarts(std::string_view log, std::string_view total);

// Returns `ledger` with a start at `now_secs` added. Pure.
StartLedger WithStart(StartLedger ledger, double now_secs);

// Formats the text of gateway-starts.log. Pure.
std::string FormatStarts(const StartLedger& ledger);

// Adds this start to both files of the home `home_fd`. Requires: the caller
// holds the home's lock, and calls this once in the life of the process. If a
// file cannot be written, the result still counts this start; the next start
// then continues from the last count that was written.
StartLedger RecordStart(int home_fd, double now_secs);

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_START_LEDGER_H_
