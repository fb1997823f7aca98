#include "gateway/http/message.h"

namespace hermes::gateway::http {

const Headers& SecurityHeaders() {
  static const auto& headers = *new Headers{
      {"Content-Security-Policy", "default-src 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
  };
  return headers;
}

}  // namespace hermes::gateway::http
