#include "gateway/session/sqlite_responses.h"

#include <utility>
#include <vector>

#include "gateway/session/epoch_time.h"
#include "gateway/session/stored_content.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// Makes this use the newest one even if the clock was set back: it is then one
// microsecond later than the previous one, which a double of this magnitude can
// still represent.
absl::Status SqliteResponses::Touch(const std::string& id) {
  return connection_
      .Query(
          "UPDATE responses SET accessed_at = max(?, (SELECT"
          " max(accessed_at) FROM responses) + 1e-6) WHERE response_id = ?")
      .Bind(EpochNow())
      .Bind(id)
      .Run();
}

absl::Status SqliteResponses::Save(const StoredResponse& response) {
  absl::Status status =
      connection_
          .Query(
              "INSERT INTO responses (response_id, accessed_at, session_id,"
              " conversation, system_prompt, data, messages)"
              " VALUES (?, 0, ?, ?, ?, ?, ?)"
              " ON CONFLICT(response_id) DO UPDATE SET session_id ="
              " excluded.session_id, conversation = excluded.conversation,"
              " system_prompt = excluded.system_prompt,"
              " data = excluded.data, messages = excluded.messages")
          .Bind(response.id)
          .Bind(response.session_id)
          .Bind(response.conversation)
          .Bind(response.system_prompt)
          .Bind(response.body)
          .Bind(PackMessages(response.messages))
          .Run();
  if (status.ok()) status = Touch(response.id);
  if (status.ok() && !response.conversation.empty()) {
    status = connection_
                 .Query(
                     "INSERT INTO conversations (name, response_id)"
                     " VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET"
                     " response_id = excluded.response_id")
                 .Bind(response.conversation)
                 .Bind(response.id)
                 .Run();
  }
  if (!status.ok()) return status;
  return connection_
      .Query(
          "DELETE FROM responses WHERE response_id IN (SELECT response_id"
          " FROM responses ORDER BY accessed_at DESC LIMIT -1 OFFSET ?)")
      .Bind(most_)
      .Run();
}

absl::StatusOr<StoredResponse> SqliteResponses::Load(const std::string& id) {
  const absl::Status touched = Touch(id);
  if (!touched.ok()) return touched;
  SqliteQuery query = connection_.Query(
      "SELECT session_id, system_prompt, data, messages, conversation"
      " FROM responses WHERE response_id = ?");
  const absl::StatusOr<bool> found = query.Bind(id).Step();
  if (!found.ok()) return found.status();
  if (!*found) return absl::NotFoundError("no such response");
  absl::StatusOr<std::vector<ChatMessage>> messages =
      UnpackMessages(query.Text(3));
  if (!messages.ok()) return messages.status();
  StoredResponse response;
  response.id = id;
  response.session_id = query.Text(0);
  response.system_prompt = query.Text(1);
  response.body = query.Text(2);
  response.messages = *std::move(messages);
  response.conversation = query.Text(4);
  return response;
}

absl::StatusOr<StoredResponse> SqliteResponses::LoadConversation(
    const std::string& name) {
  std::string id;
  {
    SqliteQuery query = connection_.Query(
        "SELECT response_id FROM conversations WHERE name = ?");
    const absl::StatusOr<bool> found = query.Bind(name).Step();
    if (!found.ok()) return found.status();
    if (!*found) return absl::NotFoundError("no such conversation");
    id = query.Text(0);
  }
  return Load(id);
}

absl::Status SqliteResponses::Delete(const std::string& id) {
  absl::Status deleted =
      connection_.Query("DELETE FROM responses WHERE response_id = ?")
          .Bind(id)
          .Run();
  if (!deleted.ok()) return deleted;
  if (connection_.changes() == 0)
    return absl::NotFoundError("no such response");
  return absl::OkStatus();
}

absl::Status SqliteResponses::ForgetConversation(const std::string& name) {
  return connection_.Query("DELETE FROM conversations WHERE name = ?")
      .Bind(name)
      .Run();
}

}  // namespace hermes::gateway
