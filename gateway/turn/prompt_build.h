#ifndef GATEWAY_TURN_PROMPT_BUILD_H_
#define GATEWAY_TURN_PROMPT_BUILD_H_

#include <string>
#include <vector>

namespace hermes::gateway {

// The system prompt of a turn: `soul`, then, behind a blank line, the request's
// own system texts, one a line. Texts that are empty or blank are left out, and
// so is white space at the end of `soul`. "" if nothing is left. Pure.
std::string BuildSystemPrompt(
    const std::string& soul,
    const std::vector<std::string>& request_system_texts);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_PROMPT_BUILD_H_
