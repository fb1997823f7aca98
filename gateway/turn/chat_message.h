#ifndef GATEWAY_TURN_CHAT_MESSAGE_H_
#define GATEWAY_TURN_CHAT_MESSAGE_H_

#include <string>
#include <utility>
#include <vector>

namespace hermes::gateway {

enum class Role { kSystem, kUser, kAssistant };

// A part of a message: text, or an image with its URL (http, https or data:).
struct ContentPart {
  enum class Kind { kText, kImage };
  Kind kind = Kind::kText;
  std::string value;   // the text, or the URL
  std::string detail;  // an image's `detail`, or ""

  friend bool operator==(const ContentPart&, const ContentPart&) = default;
};

// One message of a conversation, in valid UTF-8.
struct ChatMessage {
  Role role = Role::kUser;
  std::vector<ContentPart> parts;

  friend bool operator==(const ChatMessage&, const ChatMessage&) = default;
};

// Returns a message with one part, a text.
inline ChatMessage TextMessage(Role role, std::string text) {
  return {role, {{ContentPart::Kind::kText, std::move(text), ""}}};
}

// Returns the texts of `message`, joined by newlines, without its images.
std::string TextOf(const ChatMessage& message);

// Returns "system", "user" or "assistant".
const char* RoleName(Role role);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_CHAT_MESSAGE_H_
