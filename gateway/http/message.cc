#include "gateway/http/message.h"

#include <boost/json.hpp>

namespace hermes::gateway {

HttpReply ErrorReply(int status, const std::string& message,
                     const std::string& type, const std::string& code) {
  boost::json::object error;
  error["message"] = message;
  error["type"] = type;
  error["param"] = nullptr;
  error["code"] = code;
  HttpReply reply;
  reply.status = status;
  reply.body = boost::json::serialize(boost::json::object{{"error", error}});
  return reply;
}

const std::vector<std::pair<std::string, std::string>>& SecurityHeaders() {
  static const auto& headers =
      *new std::vector<std::pair<std::string, std::string>>{
          {"Content-Security-Policy", "default-src 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"X-Frame-Options", "DENY"},
          {"Referrer-Policy", "no-referrer"},
          {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
          {"Strict-Transport-Security", "max-age=31536000"},
          {"Cache-Control", "no-store"},
      };
  return headers;
}

}  // namespace hermes::gateway
