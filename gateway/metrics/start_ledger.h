#ifndef GATEWAY_METRICS_START_LEDGER_H_
#define GATEWAY_METRICS_START_LEDGER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// When the gateways of one home started.
struct StartLedger {
  std::vector<double> recent;  // seconds since 1970, oldest first, at most 40
  uint64_t total = 0;          // of all time, also of those no longer listed
};

// `text` of gateway-starts.log, one number a line, and of gateway-starts.total;
// what is no number is passed over. The total is never below what is listed.
// Pure.
StartLedger ParseStarts(std::string_view log, std::string_view total);

// The ledger with a start at `now_secs`. Pure.
StartLedger WithStart(StartLedger ledger, double now_secs);

// The text of gateway-starts.log. Pure.
std::string FormatStarts(const StartLedger& ledger);

// Adds this start to both files of the home `home_fd`. For who holds the home's
// lock, once a process. What cannot be written is still counted in the result:
// the next start then counts from the last one that could be.
StartLedger RecordStart(int home_fd, double now_secs);

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_START_LEDGER_H_
