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

// What is to be answered, and where it belongs.
struct TurnRequest {
  // The session that the client named. Neither key nor id: none.
  SessionName session;
  // Where the client brings its history: the session that the turn is recorded
  // in all the same; "": in none.
  std::string derived_session_id;
  // A conversation of /v1/responses; "": none.
  std::string conversation;

  // The base of the system prompt; nothing: SOUL.md as it is now, or what the
  // session began with.
  std::optional<std::string> base_prompt;
  std::vector<std::string> system_texts;  // layered on it
  std::vector<ChatMessage> earlier;       // for whom no session has it
  ChatMessage input;
  std::string model;  // Prompt::model
  boost::json::object options;

  // Called when the turn's time has come, before anything else: completes the
  // request with what turns before it have left behind.
  std::function<boost::asio::awaitable<std::optional<TurnFailure>>(
      TurnRequest& request)>
      prepare;
  // Called with the answer before the next turn of this conversation begins:
  // keeps it, beside the session if it has one. `request.earlier` is then all
  // that the back end was told.
  std::function<boost::asio::awaitable<absl::Status>(
      const TurnRequest& request, const TurnOutcome& outcome)>
      record;
};

struct TurnOutcome {
  std::string session_id;   // "": it belongs to none
  std::string base_prompt;  // what the system prompt was built on
  std::string text;         // all of the answer, as far as it came
  // How it ended for the client: stop, length, content_filter, error.
  std::string finish_reason = "stop";
  std::optional<Usage> usage;
  std::optional<TurnFailure> failure;  // then finish_reason is "error"
  StopReason stopped = StopReason::kNone;
  bool is_command = false;  // the answer is a command's, and not recorded
};

// Who is told of a turn while it lasts.
class TurnListener : public TextSink {
 public:
  // Once, before any text. `session_id` may be "".
  virtual void Opened(const std::string& session_id) = 0;
};

// Answers turns: one at a time for each session, from the back end, recorded
// in the store. Commands (chat_command.h) are answered at once. For one loop;
// must outlive the turns under way.
class TurnRunner {
 public:
  struct Settings {
    std::string platform = "api_server";
    int max_concurrent = 10;  // turns, those that wait included; 0: no limit
    size_t longest_answer = size_t{10} * 1024 * 1024;  // bytes
  };

  // Reads SOUL.md as it is at that moment. DeadlineExceeded means that the
  // same request may succeed later.
  using ReadSoul =
      std::function<boost::asio::awaitable<absl::StatusOr<std::string>>()>;

  // All must outlive this.
  TurnRunner(Backend& backend, SessionStore& store, ReadSoul read_soul,
             TurnObserver& observer, Settings settings);

  // One turn. An answer is complete (no failure) only when it has been
  // recorded.
  boost::asio::awaitable<TurnOutcome> Run(TurnRequest request,
                                          TurnListener& listener,
                                          TurnStop& stop);

  TurnRegistry& turns() { return turns_; }
  const TurnRegistry& turns() const { return turns_; }
  size_t waiting() const { return queue_.waiting(); }

 private:
  class Recorder;

  // What turns wait for one another by; "" for one that waits for nobody. A
  // session has one line, whether it is named by its key or by its id.
  boost::asio::awaitable<std::string> LineOf(const TurnRequest& request);

  boost::asio::awaitable<TurnOutcome> Answer(TurnRequest request,
                                             std::string line,
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

  boost::asio::awaitable<TurnOutcome> RunChatCommand(ChatCommand command,
                                                     const TurnRequest& request,
                                                     const std::string& line,
                                                     TurnListener& listener,
                                                     TurnStop& stop);
  boost::asio::awaitable<std::string> ResetSession(const TurnRequest& request,
                                                   const std::string& line,
                                                   TurnStop& stop,
                                                   TurnOutcome& outcome);
  boost::asio::awaitable<std::string> Describe(const TurnRequest& request,
                                               const std::string& line);

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
