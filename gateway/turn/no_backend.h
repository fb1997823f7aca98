#ifndef GATEWAY_TURN_NO_BACKEND_H_
#define GATEWAY_TURN_NO_BACKEND_H_

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/turn/backend.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// The back end of a gateway that has none configured. Every turn fails with 503
// model_not_configured and a message that lists the missing settings.
class NoBackend : public Backend {
 public:
  // `reason` is GatewayConfig::model_off_reason.
  explicit NoBackend(std::string reason);

  boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                            TextSink& sink,
                                            TurnStop& stop) override;
  boost::asio::awaitable<BackendHealth> Check() override;

 private:
  std::string reason_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_NO_BACKEND_H_
