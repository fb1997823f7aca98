#ifndef GATEWAY_TURN_PROMPT_BUILD_H_
#define GATEWAY_TURN_PROMPT_BUILD_H_

#include <string>
#include <vector>

namespace hermes::gateway {

// Returns the system prompt of a turn: `soul`, then, after a blank line, the
// request's own system texts, one on each line. Omits blank texts, and white
// space at the end of `soul`. "" if no text is left. Pure.
std::string BuildSystemPrompt(
    const std::string& soul,
    const std::vector<std::string>& request_system_texts);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_PROMPT_BUILD_H_
