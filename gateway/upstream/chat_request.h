#ifndef GATEWAY_UPSTREAM_CHAT_REQUEST_H_
#define GATEWAY_UPSTREAM_CHAT_REQUEST_H_

#include <string>

#include "gateway/turn/backend.h"

namespace hermes::gateway::upstream {

// Returns the JSON body of a streaming chat completion request for `prompt`. It
// names `default_model` if the prompt names no model. With `ask_usage` it asks
// the upstream to count the tokens (stream_options), which older servers
// refuse. The prompt's options cannot change any of these. Pure.
std::string ChatRequestBody(const Prompt& prompt,
                            const std::string& default_model, bool ask_usage);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CHAT_REQUEST_H_
