#ifndef GATEWAY_SESSION_STORED_CONTENT_H_
#define GATEWAY_SESSION_STORED_CONTENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// A message's content as its row has it.
struct StoredContent {
  bool is_json = false;  // false: `content` is the one text itself
  std::string content;

  friend bool operator==(const StoredContent&, const StoredContent&) = default;
};

// One text is kept as it is, so that people can read it with sqlite3; anything
// else as a JSON array of its parts. The same parts always give the same
// content. Pure, as all of these.
StoredContent PackContent(const std::vector<ContentPart>& parts);

// The parts again. Internal if that is nothing PackContent made.
absl::StatusOr<std::vector<ContentPart>> UnpackContent(
    const StoredContent& stored);

// Whole messages, as one JSON array. Internal as above.
std::string PackMessages(const std::vector<ChatMessage>& messages);
absl::StatusOr<std::vector<ChatMessage>> UnpackMessages(std::string_view json);

// The role of that name. Internal if there is none.
absl::StatusOr<Role> RoleOf(std::string_view name);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_STORED_CONTENT_H_
