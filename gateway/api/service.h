#ifndef GATEWAY_API_SERVICE_H_
#define GATEWAY_API_SERVICE_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "gateway/api/context.h"
#include "gateway/api/route.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"
#include "gateway/turn/work_tracker.h"

namespace hermes::gateway::api {

// The API: applies the rules of route.h and passes accepted requests to the
// endpoints.
class Service : public http::Handler {
 public:
  // Functions that return the bodies of the routes that do not run turns.
  struct Reports {
    std::function<boost::asio::awaitable<std::string>()> detailed_health;
    std::function<std::string()> metrics;
    const char* metrics_type = "text/plain";
  };

  // `work` counts the requests for which a drain waits. `work` and everything
  // that `context` refers to must outlive this.
  Service(AccessRules rules, WorkTracker& work, const Context& context,
          Reports reports);

  http::Admission Admit(const http::Request& head) override;
  boost::asio::awaitable<void> Serve(http::Request request,
                                     http::Exchange& exchange) override;
  http::Response ProtocolError(int status, const http::Request& head) override;

 private:
  boost::asio::awaitable<void> ServeReport(http::Request request,
                                           RouteMatch match,
                                           http::Exchange& exchange);
  http::Response Counted(http::Response reply, Route route) const;

  const AccessRules rules_;
  WorkTracker& work_;
  const Context context_;
  const Reports reports_;
  const int64_t created_;  // the model's creation time: that of this object
};

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_SERVICE_H_
