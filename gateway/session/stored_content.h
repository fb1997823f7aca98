#ifndef GATEWAY_SESSION_STORED_CONTENT_H_
#define GATEWAY_SESSION_STORED_CONTENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// The content of a message as its row stores it.
struct StoredContent {
  bool is_json = false;  // false if `content` is the only part, a plain text
  std::string content;

  friend bool operator==(const StoredContent&, const StoredContent&) = default;
};

// Packs a single text as it is, so that it is readable with sqlite3, and
// anything else as a JSON array of its parts. Equal parts always result in
// equal content. Pure, like all functions here.
StoredContent PackContent(const std::vector<ContentPart>& parts);

// Unpacks the parts. Internal if PackContent() cannot have made `stored`.
absl::StatusOr<std::vector<ContentPart>> UnpackContent(
    const StoredContent& stored);

// Pack and unpack whole messages as one JSON array. Errors as above.
std::string PackMessages(const std::vector<ChatMessage>& messages);
absl::StatusOr<std::vector<ChatMessage>> UnpackMessages(std::string_view json);

// Returns the role called `name`. Internal if no role has that name.
absl::StatusOr<Role> RoleOf(std::string_view name);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_STORED_CONTENT_H_
