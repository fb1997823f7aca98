#ifndef GATEWAY_UPSTREAM_CHAT_REQUEST_H_
#define GATEWAY_UPSTREAM_CHAT_REQUEST_H_

#include <string>

#include "gateway/turn/backend.h"

namespace hermes::gateway::upstream {

// The body of a streaming chat completion request for `prompt`, in JSON.
// `default_model` is asked for where the prompt names none. With `ask_usage`
// the upstream is asked to count the tokens (stream_options); older servers
// refuse that. The prompt's options can change none of these. Pure.
std::string ChatRequestBody(const Prompt& prompt,
                            const std::string& default_model, bool ask_usage);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CHAT_REQUEST_H_
