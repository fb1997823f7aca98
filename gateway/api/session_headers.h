#ifndef GATEWAY_API_SESSION_HEADERS_H_
#define GATEWAY_API_SESSION_HEADERS_H_

#include <string>

#include "gateway/api/json_body.h"
#include "gateway/http/message.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway::api {

// Returns the session that a request's headers name: by X-Hermes-Session-Id, or
// else by X-Hermes-Session-Key, which stands for the session key of that direct
// chat with `profile`. Without both headers, both members are empty. Each value
// is 1 to 256 printable ASCII characters; an id contains no space. Errors: 400
// invalid_header. Pure.
OrError<SessionName> NamedSession(const http::Request& request,
                                  const std::string& profile);

// Returns true if Idempotency-Key is absent or valid: 1 to 256 printable ASCII
// characters.
bool IsIdempotencyKeyValid(const http::Request& request);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_SESSION_HEADERS_H_
