#ifndef GATEWAY_SESSION_SESSION_STORE_H_
#define GATEWAY_SESSION_SESSION_STORE_H_

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

// Which session is meant: the one that a session key leads to at present, or
// the one with an id. Exactly one of the two is not empty.
struct SessionName {
  std::string key;  // "agent:main:api_server:dm:..."
  std::string id;   // "20261122_100000_1a2b3c4d", "api-...", or a client's own

  // False for a request that names none: both are empty.
  bool IsNamed() const { return !key.empty() || !id.empty(); }
};

// The start of a turn.
struct TurnOpening {
  SessionName session;
  std::string platform;  // "api_server"
  // The base system prompt that a session keeps from its first turn on; not
  // looked at for a session that is there.
  std::string system_prompt;
  ChatMessage input;
  // What was said before `input`, for a session that is new: a client that
  // sends the whole conversation with each request.
  std::vector<ChatMessage> earlier;
  // False: the client brings its own history, OpenedTurn::history stays empty.
  bool wants_history = true;
};

struct OpenedTurn {
  std::string session_id;
  std::string turn_token;
  std::string system_prompt;         // the session's own
  std::vector<ChatMessage> history;  // oldest first, bounded, without the input
  // The turn before this one was cut off by the gateway's own end.
  bool resumed = false;
};

// The end of a turn that was opened.
struct TurnClosing {
  std::string session_id;
  std::string turn_token;
  std::string reply;          // "": nothing was said; otherwise a message
  std::string finish_reason;  // stop, length, error, cancelled, interrupted
  std::optional<Usage> usage;
  // True: the gateway ends, the turn is to be remembered as cut off.
  bool resume_pending = false;
};

// What is known of a session.
struct SessionInfo {
  std::string session_id;
  std::string session_key;  // "": none leads to it
  std::string platform;
  int64_t created_at = 0;  // seconds since 1970
  int64_t updated_at = 0;
  int64_t messages = 0;  // in its present context
  int64_t prompt_tokens = 0;
  int64_t completion_tokens = 0;
  bool turn_active = false;
  bool resume_pending = false;
};

// A response of /v1/responses that can be asked for, or continued from.
struct StoredResponse {
  std::string id;            // "resp_..."
  std::string body;          // the response object as JSON
  std::string conversation;  // its name, "": none
  std::string session_id;
  std::string system_prompt;
  // The conversation up to and with this response's answer.
  std::vector<ChatMessage> messages;
};

// Sessions and responses that outlive the process. The gateway knows no more
// of its storage than this, so that one which several machines share can take
// the place of the file.
//
// Everything is called, and continues, on the loop's thread. What returned OK
// is durable: neither a kill -9 nor a loss of power takes it back. Errors are
// the storage's own (full, locked by somebody, damaged): one sentence. NotFound
// where it says so.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // Finds or makes the session, records the input and that a turn is under way
  // (a token), returns what the prompt is made of. An input that is the same
  // as the session's last message, and that nobody answered, is not recorded
  // twice.
  virtual boost::asio::awaitable<absl::StatusOr<OpenedTurn>> OpenTurn(
      TurnOpening opening) = 0;

  // Records the answer and takes the token away. NotFound if no such turn is
  // under way; nothing is recorded then. An answer that comes after a
  // StartAfresh stays in the context of its question.
  virtual boost::asio::awaitable<absl::Status> CloseTurn(
      TurnClosing closing) = 0;

  // OpenTurn() and CloseTurn() in one, for a turn that is over: the opening
  // names a session by its id and wants no history, the closing needs no token.
  virtual boost::asio::awaitable<absl::Status> RecordTurn(
      TurnOpening opening, TurnClosing closing) = 0;

  // /new and /reset: what was said is not part of the context any more; it
  // stays in the store. A key leads to a new id from now on, an id stays.
  // Returns the id that the next turn will have. What a turn brings for a new
  // session, its system prompt above all, it then brings again, but for
  // `earlier`.
  virtual boost::asio::awaitable<absl::StatusOr<std::string>> StartAfresh(
      SessionName session, std::string platform) = 0;

  // Nothing if there is no such session.
  virtual boost::asio::awaitable<absl::StatusOr<std::optional<SessionInfo>>>
  Find(SessionName session) = 0;

  // Every session with a turn under way is marked as cut off: before a drain,
  // so that a kill -9 in it changes nothing.
  virtual boost::asio::awaitable<absl::Status> MarkResumePending() = 0;

  // Puts the response there, its conversation to lead to it. The least recently
  // used ones beyond the limit of 100 go.
  virtual boost::asio::awaitable<absl::Status> SaveResponse(
      StoredResponse response) = 0;
  // NotFound if there is none. Counts as a use.
  virtual boost::asio::awaitable<absl::StatusOr<StoredResponse>> LoadResponse(
      std::string id) = 0;
  // The one that the conversation leads to; NotFound for a new conversation.
  virtual boost::asio::awaitable<absl::StatusOr<StoredResponse>>
  LoadConversation(std::string name) = 0;
  // NotFound if there is none.
  virtual boost::asio::awaitable<absl::Status> DeleteResponse(
      std::string id) = 0;
  // /new in a conversation: its name leads nowhere any more.
  virtual boost::asio::awaitable<absl::Status> ForgetConversation(
      std::string name) = 0;

  // OK if it can be read and written at this moment.
  virtual boost::asio::awaitable<absl::Status> Check() = 0;

  // Operations that have begun and not ended.
  virtual int pending() const = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_STORE_H_
