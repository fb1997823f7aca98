#include "gateway/http/json_response.h"

#include <boost/json.hpp>

namespace hermes::gateway::http {

Response JsonResponse(int status, const boost::json::value& document) {
  Response reply;
  reply.status = status;
  reply.body = boost::json::serialize(document) + "\n";
  return reply;
}

Response ErrorResponse(int status, const std::string& code,
                       const std::string& message) {
  return JsonResponse(status,
                      {{"error", {{"code", code}, {"message", message}}}});
}

}  // namespace hermes::gateway::http
