#ifndef GATEWAY_TURN_STORE_FAILURE_H_
#define GATEWAY_TURN_STORE_FAILURE_H_

#include <string_view>

#include "gateway/turn/backend.h"

namespace hermes::gateway {

// Returns the failure of a request whose operation of the session store failed:
// 503 session_store_unavailable with Retry-After. `what` is the beginning of
// the message ("The session cannot be opened"). The cause is only logged. Pure.
TurnFailure StoreUnavailable(std::string_view what);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_STORE_FAILURE_H_
