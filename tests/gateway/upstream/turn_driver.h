#ifndef TESTS_GATEWAY_UPSTREAM_TURN_DRIVER_H_
#define TESTS_GATEWAY_UPSTREAM_TURN_DRIVER_H_

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/model_settings.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/turn_stop.h"
#include "gateway/upstream/connector.h"
#include "gateway/upstream/upstream_backend.h"

namespace hermes::gateway::upstream {

// Stores the pieces of a text. Calls `on_write` for each, if it is set.
class KeptText : public TextSink {
 public:
  boost::asio::awaitable<void> Write(std::string_view text) override;
  std::string all() const;

  std::vector<std::string> pieces;
  std::function<boost::asio::awaitable<void>()> on_write;
};

// A back end with its own loop, which runs on the test's thread.
class TurnDriver {
 public:
  explicit TurnDriver(const std::string& base_url);
  // Change them before the first use only.
  ModelSettings settings;
  SystemFiles files;

  UpstreamBackend& backend();
  // Runs one turn with the input "hi" to its end.
  BackendResult Run();
  BackendHealth Check();
  // Requests the stop of the running turn. May be called from any thread.
  void StopTurn();

  boost::asio::io_context io{1};
  KeptText text;
  Prompt prompt;

 private:
  std::unique_ptr<UpstreamBackend> backend_;
  std::unique_ptr<TurnStop> stop_;
};

}  // namespace hermes::gateway::upstream

#endif  // TESTS_GATEWAY_UPSTREAM_TURN_DRIVER_H_
