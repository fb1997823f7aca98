#ifndef GATEWAY_API_IDEMPOTENCY_H_
#define GATEWAY_API_IDEMPOTENCY_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/turn/async_event.h"
#include "gateway/turn/turn_runner.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway::api {

// The answer to a request with an Idempotency-Key, kept to be sent again.
struct RememberedResponse {
  std::string id;  // of the completion or response
  int64_t created = 0;
  TurnOutcome outcome;
};

// Remembers the answers to requests with an Idempotency-Key, in memory: the
// newest 1000 for 300 seconds. Use it on one event loop. Must outlive its
// claims.
class IdempotencyMemory {
 public:
  struct Settings {
    size_t most = 1000;
    std::chrono::seconds lifetime{300};
    size_t most_bytes = size_t{32} * 1024 * 1024;  // of all answers together
  };

 private:
  struct Entry;

 public:
  // The duty to answer. If its owner destroys it without calling Finish(), the
  // next request with the same key gets it.
  class Claim {
   public:
    Claim(IdempotencyMemory* memory, std::shared_ptr<Entry> entry)
        : memory_(memory), entry_(std::move(entry)) {}
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;
    ~Claim();

    // Remembers the answer.
    void Finish(RememberedResponse reply);

   private:
    IdempotencyMemory* memory_;
    std::shared_ptr<Entry> entry_;
  };

  enum class Verdict { kAnswer, kReplay, kConflict, kStopped };
  struct Decision {
    Verdict verdict = Verdict::kStopped;
    std::unique_ptr<Claim> claim;              // kAnswer
    std::optional<RememberedResponse> replay;  // kReplay
  };

  explicit IdempotencyMemory(Settings settings);
  ~IdempotencyMemory();

  // Decides whether to answer the request with `key`. While another request
  // with the same key and `fingerprint` is in progress, waits for it, or for
  // `stop`.
  boost::asio::awaitable<Decision> Ask(std::string key, std::string fingerprint,
                                       TurnStop& stop);

  size_t size() const { return entries_.size(); }

 private:
  void Forget(const std::shared_ptr<Entry>& entry);
  void Trim();

  const Settings settings_;
  std::map<std::string, std::shared_ptr<Entry>> entries_;
  std::list<std::shared_ptr<Entry>> finished_;  // oldest first
  size_t bytes_ = 0;
};

// Returns a hash of the route, the headers that select a session, and the body.
// It differs for different requests.
std::string Fingerprint(std::string_view route, std::string_view session,
                        std::string_view body);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_IDEMPOTENCY_H_
