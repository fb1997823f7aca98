#ifndef GATEWAY_UPSTREAM_UPSTREAM_BACKEND_H_
#define GATEWAY_UPSTREAM_UPSTREAM_BACKEND_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/config/model_settings.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/turn_stop.h"
#include "gateway/upstream/call_guard.h"
#include "gateway/upstream/client.h"
#include "gateway/upstream/connector.h"
#include "gateway/upstream/error.h"
#include "gateway/upstream/exchange.h"

namespace hermes::gateway::upstream {

class AnswerReader;

// A back end that forwards turns to a server with OpenAI's chat completions
// API. Use only on the executor's thread; must not outlive its context.
class UpstreamBackend : public Backend {
 public:
  // Does not connect or read files yet. `settings` must be of kind kUpstream;
  // connections use `files`.
  // Errors: InvalidArgument, naming the wrong setting.
  static absl::StatusOr<std::unique_ptr<UpstreamBackend>> Create(
      const boost::asio::any_io_executor& executor, ModelSettings settings,
      SystemFiles files);

  boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                            TextSink& sink,
                                            TurnStop& stop) override;

  // Requests the list of models, which costs no tokens. The result is cached
  // for 15 seconds.
  boost::asio::awaitable<BackendHealth> Check() override;

 private:
  using Clock = std::chrono::steady_clock;

  UpstreamBackend(const boost::asio::any_io_executor& executor,
                  ModelSettings settings, Client client);

  boost::asio::awaitable<std::optional<Error>> Ask(CallGuard& guard,
                                                   const Prompt& prompt,
                                                   TextSink& sink,
                                                   BackendResult* result);
  boost::asio::awaitable<std::optional<Error>> Answer(
      CallGuard& guard, std::unique_ptr<Exchange> exchange, TextSink& sink,
      BackendResult* result);
  boost::asio::awaitable<std::optional<Error>> Stream(CallGuard& guard,
                                                      Exchange& exchange,
                                                      TextSink& sink,
                                                      AnswerReader& reader);
  boost::asio::awaitable<std::string> ReadRefusal(CallGuard& guard,
                                                  Exchange& exchange);
  boost::asio::awaitable<BackendHealth> Look();

  boost::asio::any_io_executor executor_;
  ModelSettings settings_;
  Client client_;
  bool ask_usage_ = true;  // until the upstream refuses stream_options
  std::optional<BackendHealth> health_;
  Clock::time_point health_until_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_UPSTREAM_BACKEND_H_
