#ifndef GATEWAY_HTTP_API_SERVICE_H_
#define GATEWAY_HTTP_API_SERVICE_H_

#include <functional>
#include <string>

#include "gateway/http/connection.h"
#include "gateway/http/route.h"
#include "gateway/lifecycle/work_tracker.h"

namespace hermes::gateway {

// Answers requests: the rules of route.h, the bodies of health_report.h.
class ApiService {
 public:
  // `detailed_body` makes the body of /health/detailed. `work`, which counts
  // what is worth a drain's patience, must outlive this.
  ApiService(AccessRules rules, WorkTracker& work,
             std::function<std::string()> detailed_body);

  HttpAnswer Answer(const HttpRequest& request) const;

 private:
  HttpReply ReplyTo(const HttpRequest& request) const;

  const AccessRules rules_;
  WorkTracker& work_;
  const std::function<std::string()> detailed_body_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_API_SERVICE_H_
