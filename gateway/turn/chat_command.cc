#include "gateway/turn/chat_command.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

struct CommandRow {
  const char* name;
  ChatCommand command;
  const char* help;
};
constexpr CommandRow kCommands[] = {
    {"new", ChatCommand::kNew, "start a new conversation"},
    {"reset", ChatCommand::kReset, "the same as /new"},
    {"stop", ChatCommand::kStop, "stop the answer that is in progress"},
    {"status", ChatCommand::kStatus, "show the state of this conversation"},
    {"help", ChatCommand::kHelp, "show this list"},
};

}  // namespace

std::optional<ChatCommand> ParseCommand(const ChatMessage& input) {
  if (input.role != Role::kUser || input.parts.size() != 1 ||
      input.parts[0].kind != ContentPart::Kind::kText) {
    return std::nullopt;
  }
  const std::string text(absl::StripAsciiWhitespace(input.parts[0].value));
  if (text.empty() || text[0] != '/') return std::nullopt;
  const size_t end = text.find_first_of(" \t\r\n@");
  const std::string name = absl::AsciiStrToLower(
      text.substr(1, end == std::string::npos ? end : end - 1));
  for (const CommandRow& row : kCommands) {
    if (name == row.name) return row.command;
  }
  return std::nullopt;
}

std::string CommandHelp() {
  std::string text;
  for (const CommandRow& row : kCommands) {
    absl::StrAppend(&text, "/", row.name, ": ", row.help, "\n");
  }
  return text;
}

}  // namespace hermes::gateway
