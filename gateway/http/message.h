#ifndef GATEWAY_HTTP_MESSAGE_H_
#define GATEWAY_HTTP_MESSAGE_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hermes::gateway::http {

// The parts of a request that handlers use. Independent of the library that
// parses requests.
struct Request {
  std::string method;  // as sent, upper case
  std::string target;  // path and query
  std::optional<std::string> origin;
  std::optional<std::string> authorization;
  std::optional<std::string> session_id;       // X-Hermes-Session-Id
  std::optional<std::string> session_key;      // X-Hermes-Session-Key
  std::optional<std::string> idempotency_key;  // Idempotency-Key
  // One of the headers Authorization, Origin, X-Hermes-Session-Id,
  // X-Hermes-Session-Key, Idempotency-Key and Content-Type occurs more than
  // once.
  bool ambiguous = false;
  bool from_loopback = false;  // the peer's address is 127.0.0.0/8 or ::1
  bool forwarded = false;      // has a header that a proxy adds
  std::string peer;            // the peer's address
  std::optional<std::string> host;
  std::optional<std::string> cookie;
  std::optional<std::string> content_type;
  std::optional<std::string> fetch_site;       // Sec-Fetch-Site
  std::optional<std::string> accept_encoding;  // Accept-Encoding
  std::optional<std::string> if_none_match;    // If-None-Match
  // Trustworthy only if the peer is a known proxy. Several headers of one name
  // are joined into one list.
  std::optional<std::string> forwarded_for;    // X-Forwarded-For
  std::optional<std::string> forwarded_proto;  // X-Forwarded-Proto
  std::string body;
  // The body's share of the server's BodyBudget. Keep it as long as the body.
  std::shared_ptr<void> body_share;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Response {
  int status = 200;
  Headers headers;
  std::string body;  // JSON, unless `headers` has a Content-Type; or empty
};

// Returns the headers that every reply has.
const Headers& SecurityHeaders();

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_MESSAGE_H_
