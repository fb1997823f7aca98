#ifndef GATEWAY_TURN_TURN_RUNNER_H_
#define GATEWAY_TURN_TURN_RUNNER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/chat_command.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/keyed_queue.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_observer.h"
#include "gateway/turn/turn_registry.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

struct TurnOutcome;

// The input of a turn, and the session it belongs to.
struct TurnRequest {
  // The session that the client named. Empty if it named none.
  SessionName session;
  // If the client sends its own history, the session in which the turn is
  // recorded nevertheless, or "" for none.
  std::string derived_session_id;
  // The name of a conversation of /v1/responses, or "".
  std::string conversation;

  // The base of the system prompt. If not set, it is the prompt that the
  // session started with, or the current SOUL.md.
  std::optional<std::string> base_prompt;
  std::vector<std::string> system_texts;  // appended to the base
  std::vector<ChatMessage> earlier;       // the history, if no session has it
  ChatMessage input;
  std::string model;  // Prompt::model
  boost::json::object options;

  // Called first when the turn may start. Completes the request with the
  // results of earlier turns.
  std::function<boost::asio::awaitable<std::optional<TurnFailure>>(
      TurnRequest& request)>
      prepare;
  // Called with the answer before the next turn of this conversation starts.
  // Records the answer, in addition to the session if there is one.
  // `request.earlier` is then the whole history that the back end received.
  std::function<boost::asio::awaitable<absl::Status>(
      const TurnRequest& request, const TurnOutcome& outcome)>
      record;
};

struct TurnOutcome {
  std::string session_id;   // "" if it belongs to no session
  std::string base_prompt;  // the base of the system prompt that was used
  std::string text;         // the answer, which may be incomplete
  // How it ended for the client: stop, length, content_filter or error.
  std::string finish_reason = "stop";
  std::optional<Usage> usage;
  std::optional<TurnFailure> failure;  // if set, finish_reason is "error"
  StopReason stopped = StopReason::kNone;
  bool is_command =
      false;  // the answer to a chat command, which is not recorded
};

// Receives the progress of a turn.
class TurnListener : public TextSink {
 public:
  // Called once, before any text. `session_id` may be "".
  virtual void Opened(const std::string& session_id) = 0;
};

// Runs turns, one at a time for each session: gets the answer from the back end
// and records it in the store. Answers chat commands (chat_command.h) at once.
// Use it on one event loop. Must outlive the turns in progress.
class TurnRunner {
 public:
  struct Settings {
    std::string platform = "api_server";
    int max_concurrent = 10;  // turns, including waiting ones; 0 for no limit
    size_t longest_answer = size_t{10} * 1024 * 1024;  // bytes
  };

  // Returns the current SOUL.md. DeadlineExceeded means that the same request
  // may succeed later.
  using ReadSoul =
      std::function<boost::asio::awaitable<absl::StatusOr<std::string>>()>;

  // All references must outlive this.
  TurnRunner(Backend& backend, SessionStore& store, ReadSoul read_soul,
             TurnObserver& observer, Settings settings);

  // Runs one turn. An answer is complete (without failure) only after it has
  // been recorded.
  boost::asio::awaitable<TurnOutcome> Run(TurnRequest request,
                                          TurnListener& listener,
                                          TurnStop& stop);

  TurnRegistry& turns() { return turns_; }
  const TurnRegistry& turns() const { return turns_; }
  size_t waiting() const { return queue_.waiting(); }

 private:
  class Recorder;

  // Returns the key of the queue in which the turn waits, or "" if it need not
  // wait. A session has one queue, whether a request names its key or its id.
  boost::asio::awaitable<std::string> QueueKey(const TurnRequest& request);

  boost::asio::awaitable<TurnOutcome> Answer(TurnRequest request,
                                             std::string queue_key,
                                             TurnListener& listener,
                                             TurnStop& stop);
  boost::asio::awaitable<std::optional<TurnFailure>> Open(TurnRequest& request,
                                                          TurnOutcome& outcome,
                                                          Prompt& prompt,
                                                          std::string& token);
  boost::asio::awaitable<void> Ask(
      const Prompt& prompt, TurnListener& listener, TurnStop& stop,
      std::chrono::steady_clock::time_point started, TurnOutcome& outcome);
  boost::asio::awaitable<void> Record(const TurnRequest& request,
                                      std::string token, TurnOutcome& outcome);

  boost::asio::awaitable<TurnOutcome> RunChatCommand(
      ChatCommand command, const TurnRequest& request,
      const std::string& queue_key, TurnListener& listener, TurnStop& stop);
  boost::asio::awaitable<std::string> ResetSession(const TurnRequest& request,
                                                   const std::string& queue_key,
                                                   TurnStop& stop,
                                                   TurnOutcome& outcome);
  boost::asio::awaitable<std::string> Describe(const TurnRequest& request,
                                               const std::string& queue_key);

  Backend& backend_;
  SessionStore& store_;
  const ReadSoul read_soul_;
  TurnObserver& observer_;
  const Settings settings_;
  KeyedQueue queue_;
  TurnRegistry turns_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_TURN_RUNNER_H_
