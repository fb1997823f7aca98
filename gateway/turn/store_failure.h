#ifndef GATEWAY_TURN_STORE_FAILURE_H_
#define GATEWAY_TURN_STORE_FAILURE_H_

#include <string_view>

#include "gateway/turn/backend.h"

namespace hermes::gateway {

// The failure of a request for which the session store did not do what it was
// asked to: 503 session_store_unavailable, to be tried again. `what` is the
// beginning of its sentence ("The session cannot be opened"); why is for the
// log alone. Pure.
TurnFailure StoreUnavailable(std::string_view what);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_STORE_FAILURE_H_
