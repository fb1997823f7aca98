#ifndef GATEWAY_TURN_CHAT_COMMAND_H_
#define GATEWAY_TURN_CHAT_COMMAND_H_

#include <optional>
#include <string>

#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// What a message can be instead of something to answer.
enum class ChatCommand { kNew, kReset, kStop, kStatus, kHelp };

// The command that `input` is: text alone, that begins with a slash; its name
// goes up to a space or an @, whatever follows, in any case of letters. A name
// with a further slash in it is a path, and what is no known name is a message
// like any other. Pure.
std::optional<ChatCommand> ParseCommand(const ChatMessage& input);

// The answer to /help.
std::string CommandHelp();

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_CHAT_COMMAND_H_
