#include "gateway/http/message.h"

namespace hermes::gateway {

const HttpHeaders& SecurityHeaders() {
  static const auto& headers = *new HttpHeaders{
      {"Content-Security-Policy", "default-src 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
  };
  return headers;
}

}  // namespace hermes::gateway
