#ifndef GATEWAY_TURN_CHAT_MESSAGE_H_
#define GATEWAY_TURN_CHAT_MESSAGE_H_

#include <string>
#include <utility>
#include <vector>

namespace hermes::gateway {

enum class Role { kSystem, kUser, kAssistant };

// A piece of a message: text, or an image by its URL (http, https or data:).
struct ContentPart {
  enum class Kind { kText, kImage };
  Kind kind = Kind::kText;
  std::string value;   // the text, or the URL
  std::string detail;  // an image's `detail`, "" if none was given

  friend bool operator==(const ContentPart&, const ContentPart&) = default;
};

// One message of a conversation, in valid UTF-8.
struct ChatMessage {
  Role role = Role::kUser;
  std::vector<ContentPart> parts;

  friend bool operator==(const ChatMessage&, const ChatMessage&) = default;
};

// A message that is text alone.
inline ChatMessage TextMessage(Role role, std::string text) {
  return {role, {{ContentPart::Kind::kText, std::move(text), ""}}};
}

// Its texts, joined by newlines; images are left out.
std::string TextOf(const ChatMessage& message);

// "system", "user", "assistant".
const char* RoleName(Role role);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_CHAT_MESSAGE_H_
