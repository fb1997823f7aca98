#include "gateway/http/api_service.h"

#include <utility>

#include "gateway/http/health_report.h"

namespace hermes::gateway {

ApiService::ApiService(AccessRules rules, WorkTracker& work,
                       std::function<std::string()> detailed_body)
    : rules_(std::move(rules)),
      work_(work),
      detailed_body_(std::move(detailed_body)) {}

HttpAnswer ApiService::Answer(const HttpRequest& request) const {
  HttpAnswer answer;
  if (IsWork(RouteOf(request.target))) {
    answer.work = work_.Begin();
    if (answer.work == nullptr) {
      answer.reply = DrainingReply();
      return answer;
    }
  }
  answer.reply = ReplyTo(request);
  return answer;
}

HttpReply ApiService::ReplyTo(const HttpRequest& request) const {
  const Ruling ruling = Rule(request, rules_);
  HttpReply reply;
  if (ruling != Ruling::kServe) {
    reply = RefusalReply(ruling);
  } else if (RouteOf(request.target) == Route::kHealth) {
    reply.body = LivenessBody();
  } else {
    reply.body = detailed_body_();
  }
  if (ruling == Ruling::kForbiddenOrigin) return reply;
  for (auto& header : CorsHeaders(request)) {
    reply.headers.push_back(std::move(header));
  }
  return reply;
}

}  // namespace hermes::gateway
