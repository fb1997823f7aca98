#ifndef GATEWAY_API_TURN_INPUTS_H_
#define GATEWAY_API_TURN_INPUTS_H_

#include "gateway/api/context.h"
#include "gateway/api/generation.h"
#include "gateway/api/message_content.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway::api {

// Returns the turn of a request, in `session` if that names one. Otherwise the
// turn belongs to the conversation that the request contains, whose id is
// derived from its content. Pure.
TurnRequest ChatTurn(SessionName session, Conversation conversation,
                     Generation generation, const Options& options);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_TURN_INPUTS_H_
