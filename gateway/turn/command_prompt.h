#ifndef GATEWAY_TURN_COMMAND_PROMPT_H_
#define GATEWAY_TURN_COMMAND_PROMPT_H_

#include <string>

#include "gateway/turn/backend.h"

namespace hermes::gateway {

// Returns what a command back end reads on stdin, one JSON object on one line:
//   {"version":1,             incremented if a meaning changes, not for new
//   keys
//    "session_id":"...",
//    "model":"...",           the request's, else `configured_model`, else ""
//    "system":"...",          "" without a system prompt
//    "messages":[{"role":"user","content":"..."}, ...],   oldest first
//    "prompt":"...",          the text of the last message
//    "options":{...}}         as in the OpenAI API: temperature, stop ...
// `content` is a string if a message is a single text, otherwise a list of
// parts as in the OpenAI API: {"type":"text","text":"..."} and
// {"type":"image_url","image_url":{"url":"...","detail":"..."}}. Pure.
std::string CommandDocument(const Prompt& prompt,
                            const std::string& configured_model);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_PROMPT_H_
