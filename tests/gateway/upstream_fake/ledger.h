#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_LEDGER_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace hermes::gateway {

// A request as received.
struct SeenRequest {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// The figures that the server counts.
struct UpstreamStats {
  int64_t connections = 0;   // accepted so far
  int64_t open = 0;          // open now
  int64_t requests = 0;      // so far
  int64_t streams = 0;       // being answered now
  int64_t completed = 0;     // answered to the end, including errors
  int64_t closed_early = 0;  // the client left before the end
};

// The requests and figures that a fake upstream records.
class UpstreamLedger {
 public:
  // Keeps only the newest requests, so that a long run needs little memory.
  static constexpr size_t kKept = 256;

  void Remember(SeenRequest request);
  void Forget() { requests_.clear(); }
  const std::deque<SeenRequest>& requests() const { return requests_; }

  UpstreamStats stats;

  // Returns a JSON array of the kept requests, oldest first: {"method",
  // "target", "headers": {...}, "body"}. The body is JSON if it parses as such,
  // otherwise a string.
  std::string RequestsBody() const;
  // Returns the members of UpstreamStats as a JSON object.
  std::string StatsBody() const;

 private:
  std::deque<SeenRequest> requests_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_LEDGER_H_
