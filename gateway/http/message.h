#ifndef GATEWAY_HTTP_MESSAGE_H_
#define GATEWAY_HTTP_MESSAGE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hermes::gateway {

// What of a request the rules look at. The library that reads it from the
// wire is kept out of them.
struct HttpRequest {
  std::string method;  // as sent, upper case
  std::string target;  // path and query
  std::optional<std::string> origin;
  std::optional<std::string> authorization;
};

struct HttpReply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // JSON, or empty
};

// The error shape of the API:
// {"error":{"message","type","param":null,"code"}}.
HttpReply ErrorReply(int status, const std::string& message,
                     const std::string& type, const std::string& code);

// Headers that every reply carries.
const std::vector<std::pair<std::string, std::string>>& SecurityHeaders();

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_MESSAGE_H_
