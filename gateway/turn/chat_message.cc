#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

std::string TextOf(const ChatMessage& message) {
  std::string text;
  bool first = true;
  for (const ContentPart& part : message.parts) {
    if (part.kind != ContentPart::Kind::kText) continue;
    if (!first) text += '\n';
    text += part.value;
    first = false;
  }
  return text;
}

const char* RoleName(Role role) {
  switch (role) {
    case Role::kSystem:
      return "system";
    case Role::kUser:
      return "user";
    case Role::kAssistant:
      return "assistant";
  }
  return "";
}

}  // namespace hermes::gateway
