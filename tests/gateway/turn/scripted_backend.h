#ifndef TESTS_GATEWAY_TURN_SCRIPTED_BACKEND_H_
#define TESTS_GATEWAY_TURN_SCRIPTED_BACKEND_H_

#include <boost/asio/awaitable.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/turn/backend.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// Does what the input says, and remembers what it was asked:
//   pieces A|B|C   says A, B and C; likewise, where one is not enough:
//   limit A|B      ... and ends with "length"
//   fail A|B       ... and then fails
//   hang A|B       ... and then waits for the turn's stop
// Anything else is answered with "You said: " and itself. Usage is told where
// the answer is complete: one prompt token for each message.
class ScriptedBackend : public Backend {
 public:
  boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                            TextSink& sink,
                                            TurnStop& stop) override;
  boost::asio::awaitable<BackendHealth> Check() override;

  // From any thread.
  std::vector<Prompt> prompts() const;
  // Turns that hang at this moment, and why the last one went on.
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
