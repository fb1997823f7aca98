#ifndef GATEWAY_API_SESSION_HEADERS_H_
#define GATEWAY_API_SESSION_HEADERS_H_

#include <string>

#include "gateway/api/json_body.h"
#include "gateway/http/message.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway {

// The session that a request's headers name: X-Hermes-Session-Id, or else
// X-Hermes-Session-Key, which leads to the session with the key of that direct
// chat with `profile`; neither: both members empty. Each is 1 to 256 printable
// ASCII characters, an id without a space.
// Errors: 400 invalid_header. Pure.
OrError<SessionName> NamedSession(const HttpRequest& request,
                                  const std::string& profile);

// Whether Idempotency-Key, if it is there, is one: 1 to 256 printable ASCII
// characters.
bool IsIdempotencyKeyValid(const HttpRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_SESSION_HEADERS_H_
