#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_LEDGER_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace hermes::gateway {

// A request as it came.
struct SeenRequest {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct UpstreamStats {
  int64_t connections = 0;   // that were accepted, so far
  int64_t open = 0;          // of them, at this moment
  int64_t requests = 0;      // so far
  int64_t streams = 0;       // being answered at this moment
  int64_t completed = 0;     // answered to the end, errors too
  int64_t closed_early = 0;  // whose client left before the end
};

// What a fake upstream remembers.
class UpstreamLedger {
 public:
  // Only the newest requests are kept, so that a long run stays small.
  static constexpr size_t kKept = 256;

  void Remember(SeenRequest request);
  void Forget() { requests_.clear(); }
  const std::deque<SeenRequest>& requests() const { return requests_; }

  UpstreamStats stats;

  // The array of what is kept, oldest first: {"method", "target", "headers":
  // {...}, "body"}, the body as JSON where it is, else as a string.
  std::string RequestsBody() const;
  // The members of UpstreamStats by their names.
  std::string StatsBody() const;

 private:
  std::deque<SeenRequest> requests_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_LEDGER_H_
