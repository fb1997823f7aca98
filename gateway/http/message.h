#ifndef GATEWAY_HTTP_MESSAGE_H_
#define GATEWAY_HTTP_MESSAGE_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hermes::gateway::http {

// What of a request the rules look at. The library that reads it from the
// wire is kept out of them.
struct Request {
  std::string method;  // as sent, upper case
  std::string target;  // path and query
  std::optional<std::string> origin;
  std::optional<std::string> authorization;
  std::optional<std::string> session_id;       // X-Hermes-Session-Id
  std::optional<std::string> session_key;      // X-Hermes-Session-Key
  std::optional<std::string> idempotency_key;  // Idempotency-Key
  // One of the headers above, or Host, is there more than once.
  bool ambiguous = false;
  bool from_loopback = false;  // the peer's address is 127.0.0.0/8 or ::1
  bool forwarded = false;      // has a header that a proxy adds
  std::string peer;            // its address
  std::optional<std::string> host;
  std::optional<std::string> cookie;
  std::optional<std::string> content_type;
  std::optional<std::string> fetch_site;       // Sec-Fetch-Site
  std::optional<std::string> accept_encoding;  // Accept-Encoding
  std::optional<std::string> if_none_match;    // If-None-Match
  // Worth something only from a peer that is known to be a proxy. Of several
  // headers one list.
  std::optional<std::string> forwarded_for;    // X-Forwarded-For
  std::optional<std::string> forwarded_proto;  // X-Forwarded-Proto
  std::string body;
  // What the body counts for, as long as it is kept.
  std::shared_ptr<void> body_share;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Response {
  int status = 200;
  Headers headers;
  std::string body;  // JSON, unless `headers` has a Content-Type; or empty
};

// Headers that every reply carries.
const Headers& SecurityHeaders();

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_MESSAGE_H_
