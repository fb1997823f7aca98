#include "gateway/api/service.h"

#include <memory>
#include <string>
#include <utility>

#include "gateway/api/access.h"
#include "gateway/api/catalogue.h"
#include "gateway/api/chat_endpoint.h"
#include "gateway/api/error.h"
#include "gateway/api/health_report.h"
#include "gateway/api/response_writer.h"
#include "gateway/api/responses_endpoint.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway::api {
namespace {

namespace asio = boost::asio;

struct ProtocolErrorRow {
  int status;
  const char* code;
  const char* message;
};
constexpr ProtocolErrorRow kProtocolErrors[] = {
    {400, "bad_request", "This is not a valid HTTP/1.1 request."},
    {413, "body_too_large", "The request's body is too large."},
    {417, "expectation_failed",
     "The only supported expectation is 100-continue."},
    {429, "rate_limit_exceeded",
     "Too many large bodies are being sent; try again in a moment."},
    {431, "header_too_large", "The request's header is too large."},
    {501, "method_not_implemented", "This method is not implemented."},
    {505, "http_version_not_supported", "Only HTTP/1.1 is supported."},
};

Error NoSuchModel() {
  Error error = BadRequest(
      "model_not_found",
      "This model does not exist; GET /v1/models lists the available one.");
  error.status = 404;
  return error;
}

void AddCorsHeaders(const http::Request& head, http::Response& reply) {
  for (auto& header : CorsHeaders(head)) {
    reply.headers.push_back(std::move(header));
  }
}

}  // namespace

Service::Service(AccessRules rules, WorkTracker& work, const Context& context,
                 Reports reports)
    : rules_(std::move(rules)),
      work_(work),
      context_(context),
      reports_(std::move(reports)),
      created_(WallNow().time_since_epoch().count()) {}

http::Admission Service::Admit(const http::Request& head) {
  http::Admission admission;
  const Route route = MatchRoute(head.target, rules_.profile).route;
  const AccessDecision decision = DecideAccess(head, rules_);
  if (decision != AccessDecision::kServe) {
    http::Response reply = RefusalResponse(decision, route);
    if (decision != AccessDecision::kForbiddenOrigin)
      AddCorsHeaders(head, reply);
    const std::string code = RefusalCode(decision);
    if (!code.empty()) context_.observer.ErrorAnswered(code);
    admission.refusal = Counted(std::move(reply), route);
    return admission;
  }
  admission.keyed = HasKey(head.authorization, rules_.key);
  if (!IsWork(route, head.method)) return admission;
  std::shared_ptr<WorkTracker::Token> token = work_.Begin();
  if (token == nullptr) {
    http::Response reply = DrainingResponse();
    AddCorsHeaders(head, reply);
    context_.observer.ErrorAnswered("gateway_draining");
    admission.refusal = Counted(std::move(reply), route);
    return admission;
  }
  admission.held = std::move(token);
  admission.wants_body = true;
  return admission;
}

http::Response Service::Counted(http::Response reply, Route route) const {
  context_.observer.RequestAnswered(RouteName(route), reply.status);
  return reply;
}

asio::awaitable<void> Service::Serve(http::Request request,
                                     http::Exchange& exchange) {
  RouteMatch match = MatchRoute(request.target, rules_.profile);
  switch (match.route) {
    case Route::kChatCompletions:
      return ServeChatCompletion(std::move(request), exchange, context_);
    case Route::kResponses:
      return ServeNewResponse(std::move(request), exchange, context_);
    case Route::kResponse:
      return ServeStoredResponse(std::move(request), std::move(match.id),
                                 exchange, context_);
    default:
      return ServeReport(std::move(request), std::move(match), exchange);
  }
}

asio::awaitable<void> Service::ServeReport(http::Request request,
                                           RouteMatch match,
                                           http::Exchange& exchange) {
  ResponseWriter writer(request, match.route, exchange, context_);
  http::Response reply;
  switch (match.route) {
    case Route::kHealth:
      reply.body = LivenessBody();
      break;
    case Route::kDetailedHealth:
      reply.body = co_await reports_.detailed_health();
      break;
    case Route::kMetrics:
      reply.body = reports_.metrics();
      reply.headers = {{"Content-Type", reports_.metrics_type}};
      break;
    case Route::kModels:
      reply.body = ModelsBody(context_.options, created_);
      break;
    case Route::kModel:
      if (match.id != context_.options.model_name) {
        co_return co_await writer.SendError(NoSuchModel());
      }
      reply.body = ModelBody(context_.options, created_);
      break;
    case Route::kCapabilities:
      reply.body = CapabilitiesBody(context_.options);
      break;
    default:
      reply = RefusalResponse(AccessDecision::kNotFound, match.route);
      break;
  }
  co_await writer.Send(std::move(reply));
}

http::Response Service::ProtocolError(int status, const http::Request& head) {
  Error error;
  error.status = status;
  for (const ProtocolErrorRow& row : kProtocolErrors) {
    if (row.status != status) continue;
    error.code = row.code;
    error.message = row.message;
  }
  if (status == 429) {
    error.type = "rate_limit_error";
    error.retry_after_secs = 1;
  }
  context_.observer.ErrorAnswered(error.code);
  http::Response reply = ErrorResponse(error);
  if (OriginAllowed(head.origin, rules_.cors_origins)) {
    AddCorsHeaders(head, reply);
  }
  return Counted(std::move(reply), Route::kNone);
}

}  // namespace hermes::gateway::api
