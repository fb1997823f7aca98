#ifndef GATEWAY_TURN_CHAT_COMMAND_H_
#define GATEWAY_TURN_CHAT_COMMAND_H_

#include <optional>
#include <string>

#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// A command that the gateway itself answers instead of the back end.
enum class ChatCommand { kNew, kReset, kStop, kStatus, kHelp };

// Returns the command in `input`, or std::nullopt for an ordinary message. A
// command is a user's message of text only that begins with a slash and a known
// name in upper or lower case. The name ends at white space or an @; the rest
// is ignored. A name that contains another slash is a path. Pure.
std::optional<ChatCommand> ParseCommand(const ChatMessage& input);

// Returns the answer to /help.
std::string CommandHelp();

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_CHAT_COMMAND_H_
