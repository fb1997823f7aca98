#ifndef TESTS_GATEWAY_TURN_SCRIPTED_BACKEND_H_
#define TESTS_GATEWAY_TURN_SCRIPTED_BACKEND_H_

#include <boost/asio/awaitable.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/turn/backend.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// A back end that does what the input says, and records its prompts:
//   pieces A|B|C   writes A, B and C
//   limit A|B      writes A and B, then ends with "length"
//   fail A|B       writes A and B, then fails
//   hang A|B       writes A and B, then waits for the turn's stop
// It answers any other input with "You said: " and the input. It reports usage
// if the answer is complete: one prompt token for each message.
class ScriptedBackend : public Backend {
 public:
  boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                            TextSink& sink,
                                            TurnStop& stop) override;
  boost::asio::awaitable<BackendHealth> Check() override;

  // Thread-safe.
  std::vector<Prompt> prompts() const;
  // Return how many turns hang now, and why the last one was stopped.
  int hanging() const;
  StopReason last_stop() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Prompt> prompts_;
  int hanging_ = 0;
  StopReason last_stop_ = StopReason::kNone;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_TURN_SCRIPTED_BACKEND_H_
