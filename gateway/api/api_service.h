#ifndef GATEWAY_API_API_SERVICE_H_
#define GATEWAY_API_API_SERVICE_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "gateway/api/api_context.h"
#include "gateway/api/route.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"
#include "gateway/turn/work_tracker.h"

namespace hermes::gateway {

// The API: the rules of route.h, and who answers what they let pass.
class ApiService : public HttpHandler {
 public:
  // Where the bodies come from that are not about turns.
  struct Reports {
    std::function<boost::asio::awaitable<std::string>()> detailed_health;
    std::function<std::string()> metrics;
    const char* metrics_type = "text/plain";
  };

  // `work`, which counts what is worth a drain's patience, and what `context`
  // refers to must outlive this.
  ApiService(AccessRules rules, WorkTracker& work, const ApiContext& context,
             Reports reports);

  Admission Admit(const HttpRequest& head) override;
  boost::asio::awaitable<void> Serve(HttpRequest request,
                                     HttpExchange& exchange) override;
  HttpReply ProtocolError(int status, const HttpRequest& head) override;

 private:
  boost::asio::awaitable<void> ServeReport(HttpRequest request,
                                           RouteMatch match,
                                           HttpExchange& exchange);
  HttpReply Counted(HttpReply reply, Route route) const;

  const AccessRules rules_;
  WorkTracker& work_;
  const ApiContext context_;
  const Reports reports_;
  const int64_t created_;  // when the model came to be: now
};

}  // namespace hermes::gateway

#endif  // GATEWAY_API_API_SERVICE_H_
