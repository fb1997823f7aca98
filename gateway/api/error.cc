#include "gateway/api/error.h"

#include <boost/json/serialize.hpp>

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

// The error code of a turn that ended without a usable answer.
constexpr char kIncomplete[] = "agent_incomplete";

}  // namespace

Error BadRequest(const std::string& code, const std::string& message,
                 const std::optional<std::string>& param) {
  Error error;
  error.code = code;
  error.message = message;
  error.param = param;
  return error;
}

Error ToError(const TurnFailure& failure) {
  Error error;
  error.status = failure.http_status;
  error.message = failure.message;
  error.type = failure.type;
  error.code = failure.code;
  error.retry_after_secs = failure.retry_after_secs;
  error.is_incomplete_turn = failure.code == kIncomplete;
  return error;
}

json::object ErrorObject(const Error& error) {
  json::object object;
  object["message"] = error.message;
  object["type"] = error.type;
  object["param"] = nullptr;
  if (error.param.has_value()) object["param"] = *error.param;
  object["code"] = error.code;
  if (error.is_incomplete_turn) {
    object["hermes"] = {
        {"completed", false}, {"partial", false}, {"failed", true}};
  }
  return object;
}

http::Response ErrorResponse(const Error& error) {
  http::Response reply;
  reply.status = error.status;
  reply.body = json::serialize(json::object{{"error", ErrorObject(error)}});
  if (error.retry_after_secs.has_value()) {
    reply.headers.emplace_back("Retry-After",
                               std::to_string(*error.retry_after_secs));
  }
  return reply;
}

}  // namespace hermes::gateway::api
