#ifndef GATEWAY_API_TURN_INPUTS_H_
#define GATEWAY_API_TURN_INPUTS_H_

#include "gateway/api/api_context.h"
#include "gateway/api/generation.h"
#include "gateway/api/message_content.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway {

// The turn that a request asks for, in `session` if that names one. Otherwise
// the turn is of the conversation that the request brings whole, with an id
// that is derived from it. Pure.
TurnRequest ChatTurn(SessionName session, Conversation conversation,
                     Generation generation, const ApiOptions& options);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_TURN_INPUTS_H_
