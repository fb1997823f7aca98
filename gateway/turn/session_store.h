#ifndef GATEWAY_TURN_SESSION_STORE_H_
#define GATEWAY_TURN_SESSION_STORE_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// Identifies a session: by the session key that currently leads to it, or by
// its id. Exactly one of the two is not empty.
struct SessionName {
  std::string key;  // "agent:main:api_server:dm:..."
  std::string id;   // "20261122_100000_1a2b3c4d", "api-...", or a client's own

  // Returns false if both are empty: the request names no session.
  bool IsNamed() const { return !key.empty() || !id.empty(); }
};

// The start of a turn.
struct TurnOpening {
  SessionName session;
  std::string platform;  // "api_server"
  // The base system prompt, which a session keeps from its first turn on.
  // Ignored if the session exists.
  std::string system_prompt;
  ChatMessage input;
  // The messages before `input`, recorded if the session is new. They come from
  // a client that sends the whole conversation with each request.
  std::vector<ChatMessage> earlier;
  // False if the client sends its own history: OpenedTurn::history stays empty.
  bool wants_history = true;
};

struct OpenedTurn {
  std::string session_id;
  std::string turn_token;
  std::string system_prompt;         // the session's own
  std::vector<ChatMessage> history;  // oldest first, bounded, without the input
  // True if the end of the gateway interrupted the previous turn.
  bool resumed = false;
};

// The end of a turn that was opened.
struct TurnClosing {
  std::string session_id;
  std::string turn_token;
  std::string reply;  // "" if there was none; no message is recorded then
  std::string finish_reason;  // stop, length, error, cancelled, interrupted
  std::optional<Usage> usage;
  // True if the gateway is ending: the turn is recorded as interrupted.
  bool resume_pending = false;
};

// A summary of a session.
struct SessionInfo {
  std::string session_id;
  std::string session_key;  // "" if no key leads to it
  std::string platform;
  int64_t created_at = 0;  // seconds since 1970
  int64_t updated_at = 0;
  int64_t messages = 0;  // in the current context
  int64_t prompt_tokens = 0;
  int64_t completion_tokens = 0;
  bool turn_active = false;
  bool resume_pending = false;
};

// A response of /v1/responses that a client can retrieve or continue.
struct StoredResponse {
  std::string id;            // "resp_..."
  std::string body;          // the response object as JSON
  std::string conversation;  // the conversation's name, or ""
  std::string session_id;
  std::string system_prompt;
  // The conversation up to and including this response's answer.
  std::vector<ChatMessage> messages;
};

// Stores sessions and responses so that they outlive the process. The rest of
// the gateway uses only this interface, so that storage which several machines
// share could replace the file.
//
// Call all methods on the event loop's thread; they resume on it. After a
// method has returned OK, its change is durable: it survives kill -9 and power
// loss. Errors are those of the storage (full, locked by another process,
// damaged), with a message of one sentence, and NotFound where documented.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // Finds or creates the session, records the input and that a turn is in
  // progress (identified by a token), and returns what the prompt is built
  // from. Does not record an input again that equals the session's last
  // message, if that is unanswered.
  virtual boost::asio::awaitable<absl::StatusOr<OpenedTurn>> OpenTurn(
      TurnOpening opening) = 0;

  // Records the answer and removes the token. NotFound if no such turn is in
  // progress; nothing is recorded then. An answer that arrives after a
  // ResetSession() belongs to the context of its question.
  virtual boost::asio::awaitable<absl::Status> CloseTurn(
      TurnClosing closing) = 0;

  // Does the work of OpenTurn() and CloseTurn() in one step, for a turn that
  // has ended. The opening must name a session by its id and want no history;
  // the closing needs no token.
  virtual boost::asio::awaitable<absl::Status> RecordTurn(
      TurnOpening opening, TurnClosing closing) = 0;

  // Implements /new and /reset: removes the earlier messages from the session's
  // context, but keeps them in the store. A session key then leads to a new id;
  // a session named by its id keeps it. Returns the id of the next turn's
  // session. The next turn sets the system prompt anew, as for a new session,
  // but its `earlier` is ignored.
  virtual boost::asio::awaitable<absl::StatusOr<std::string>> ResetSession(
      SessionName session, std::string platform) = 0;

  // Returns std::nullopt if the session does not exist.
  virtual boost::asio::awaitable<absl::StatusOr<std::optional<SessionInfo>>>
  Find(SessionName session) = 0;

  // Marks every session that has a turn in progress as interrupted. Called
  // before a drain, so that a kill -9 during the drain loses no mark.
  virtual boost::asio::awaitable<absl::Status> MarkResumePending() = 0;

  // Saves the response and lets its conversation lead to it. Deletes the least
  // recently used responses beyond the limit of 100.
  virtual boost::asio::awaitable<absl::Status> SaveResponse(
      StoredResponse response) = 0;
  // NotFound if the response does not exist. Counts as a use.
  virtual boost::asio::awaitable<absl::StatusOr<StoredResponse>> LoadResponse(
      std::string id) = 0;
  // Returns the response that the conversation leads to. NotFound for a new
  // conversation.
  virtual boost::asio::awaitable<absl::StatusOr<StoredResponse>>
  LoadConversation(std::string name) = 0;
  // NotFound if the response does not exist.
  virtual boost::asio::awaitable<absl::Status> DeleteResponse(
      std::string id) = 0;
  // Implements /new in a conversation: its name then leads to no response.
  virtual boost::asio::awaitable<absl::Status> ForgetConversation(
      std::string name) = 0;

  // Returns OK if the storage can be read and written now.
  virtual boost::asio::awaitable<absl::Status> Check() = 0;

  // Returns the number of operations in progress.
  virtual int pending() const = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_SESSION_STORE_H_
