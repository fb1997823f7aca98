#ifndef GATEWAY_API_ERROR_H_
#define GATEWAY_API_ERROR_H_

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "gateway/http/message.h"
#include "gateway/turn/backend.h"

namespace hermes::gateway::api {

// An error that the API returns to clients.
struct Error {
  int status = 400;
  std::string message;  // one sentence, without secrets
  std::string type = "invalid_request_error";
  std::string code;
  std::optional<std::string> param;  // the member of the request at fault
  std::optional<int> retry_after_secs;
  // True for a turn without a usable answer, which adds `error.hermes`.
  bool is_incomplete_turn = false;
};

// Returns the error 400 of an invalid request.
Error BadRequest(const std::string& code, const std::string& message,
                 const std::optional<std::string>& param = std::nullopt);

// Returns the error of a turn that has no usable answer.
Error ToError(const TurnFailure& failure);

// Returns {"message","type","param","code"}, and "hermes" for an incomplete
// turn.
boost::json::object ErrorObject(const Error& error);

// Returns the whole reply, whose body is {"error":...}.
http::Response ErrorResponse(const Error& error);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_ERROR_H_
