#ifndef GATEWAY_HTTP_JSON_RESPONSE_H_
#define GATEWAY_HTTP_JSON_RESPONSE_H_

#include <boost/json/value.hpp>
#include <string>

#include "gateway/http/message.h"

namespace hermes::gateway::http {

// Returns a reply whose body is `document`. Pure.
Response JsonResponse(int status, const boost::json::value& document);

// Returns a reply whose body is {"error":{"code":...,"message":...}}, the form
// of every error of the dashboard. Pure.
Response ErrorResponse(int status, const std::string& code,
                       const std::string& message);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_JSON_RESPONSE_H_
