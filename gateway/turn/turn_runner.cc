#include "gateway/turn/turn_runner.h"

#include <glog/logging.h>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/turn/prompt_build.h"
#include "gateway/turn/store_failure.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

TurnFailure Failure(int status, const std::string& type,
                    const std::string& code, const std::string& message) {
  TurnFailure failure;
  failure.http_status = status;
  failure.type = type;
  failure.code = code;
  failure.message = message;
  return failure;
}

TurnFailure Busy(const std::string& message) {
  TurnFailure failure =
      Failure(429, "rate_limit_error", "rate_limit_exceeded", message);
  failure.retry_after_secs = 1;
  return failure;
}

// If the disk does not answer now, the same request may succeed later.
TurnFailure SoulUnreadable(const absl::Status& error) {
  const bool may_pass = absl::IsDeadlineExceeded(error);
  TurnFailure failure =
      Failure(may_pass ? 503 : 500, "server_error", "soul_unreadable",
              "SOUL.md of this profile cannot be read; the gateway's log says "
              "why.");
  if (may_pass) failure.retry_after_secs = 5;
  return failure;
}

TurnFailure Draining() {
  TurnFailure failure =
      Failure(503, "server_error", "gateway_draining",
              "The gateway ended before the answer was complete.");
  failure.retry_after_secs = 1;
  return failure;
}

TurnFailure Abandoned() {
  return Failure(409, "invalid_request_error", "turn_stopped",
                 "The turn was stopped before there was an answer.");
}

// Returns the failure of a turn that the store no longer knows, because its
// file was replaced or another gateway has taken it over.
TurnFailure Superseded() {
  return Failure(409, "invalid_request_error", "turn_superseded",
                 "The session was replaced or taken over during this turn, so "
                 "the answer was not recorded. Send the message again.");
}

// Sets the outcome that the client sees after a stop.
void ApplyStop(StopReason reason, TurnOutcome& outcome) {
  switch (reason) {
    case StopReason::kNone:
      return;
    case StopReason::kTooLong:
      outcome.failure.reset();
      outcome.finish_reason = "length";
      return;
    case StopReason::kDraining:
      outcome.failure = Draining();
      return;
    case StopReason::kClientGone:
    case StopReason::kStopCommand:
      outcome.failure.reset();
      outcome.finish_reason = "stop";
      if (outcome.text.empty()) outcome.failure = Abandoned();
      return;
  }
}

// Returns the finish reason that is recorded and counted.
std::string RecordedEnd(StopReason reason, const TurnOutcome& outcome) {
  switch (reason) {
    case StopReason::kClientGone:
    case StopReason::kStopCommand:
      return "cancelled";
    case StopReason::kDraining:
      return "interrupted";
    case StopReason::kNone:
    case StopReason::kTooLong:
      break;
  }
  return outcome.failure.has_value() ? "error" : outcome.finish_reason;
}

TurnOpening OpeningOf(const TurnRequest& request, const std::string& platform,
                      const std::string& base_prompt) {
  TurnOpening opening;
  opening.session = request.session;
  opening.platform = platform;
  opening.system_prompt = base_prompt;
  opening.input = request.input;
  if (!request.session.IsNamed()) {
    opening.session.id = request.derived_session_id;
    opening.earlier = request.earlier;
    opening.wants_history = false;
  }
  return opening;
}

}  // namespace

// Keeps the answer and passes it to the listener.
class TurnRunner::Recorder : public TextSink {
 public:
  Recorder(TextSink& next, TurnStop& stop, TurnObserver& observer,
           Clock::time_point started, size_t longest, std::string& text)
      : next_(next),
        stop_(stop),
        observer_(observer),
        started_(started),
        longest_(longest),
        text_(text) {}

  asio::awaitable<void> Write(std::string_view text) override {
    if (stop_.reason() == StopReason::kTooLong) co_return;
    if (text_.empty()) observer_.FirstText(Clock::now() - started_);
    text_ += text;
    if (!stop_.requested()) co_await next_.Write(text);
    if (text_.size() > longest_) stop_.Request(StopReason::kTooLong);
  }

 private:
  TextSink& next_;
  TurnStop& stop_;
  TurnObserver& observer_;
  const Clock::time_point started_;
  const size_t longest_;
  std::string& text_;
};

TurnRunner::TurnRunner(Backend& backend, SessionStore& store,
                       ReadSoul read_soul, TurnObserver& observer,
                       Settings settings)
    : backend_(backend),
      store_(store),
      read_soul_(std::move(read_soul)),
      observer_(observer),
      settings_(std::move(settings)) {}

asio::awaitable<TurnOutcome> TurnRunner::Run(TurnRequest request,
                                             TurnListener& listener,
                                             TurnStop& stop) {
  std::string queue_key = co_await QueueKey(request);
  if (const auto command = ParseCommand(request.input); command.has_value()) {
    co_return co_await RunChatCommand(*command, request, queue_key, listener,
                                      stop);
  }
  TurnOutcome refused;
  refused.finish_reason = "error";
  if (settings_.max_concurrent > 0 &&
      turns_.count() >= static_cast<size_t>(settings_.max_concurrent)) {
    refused.failure = Busy(absl::StrCat("Too many concurrent runs (max ",
                                        settings_.max_concurrent, ")"));
    co_return refused;
  }
  co_return co_await Answer(std::move(request), std::move(queue_key), listener,
                            stop);
}

asio::awaitable<std::string> TurnRunner::QueueKey(const TurnRequest& request) {
  if (!request.session.key.empty()) co_return request.session.key;
  if (!request.session.id.empty()) {
    const auto found = co_await store_.Find(request.session);
    observer_.StoreWorks(found.ok());
    if (!found.ok()) {
      LOG(ERROR) << "session store: " << found.status().message();
    } else if (found->has_value() && !(*found)->session_key.empty()) {
      co_return (*found)->session_key;
    }
    co_return absl::StrCat("id:", request.session.id);
  }
  if (!request.conversation.empty()) {
    co_return absl::StrCat("conversation:", request.conversation);
  }
  co_return "";
}

asio::awaitable<TurnOutcome> TurnRunner::Answer(TurnRequest request,
                                                std::string queue_key,
                                                TurnListener& listener,
                                                TurnStop& stop) {
  TurnRegistry::Entry entry(turns_, stop, queue_key);
  TurnOutcome outcome;
  std::unique_ptr<KeyedQueue::Place> place;
  if (!queue_key.empty() && !stop.requested()) {
    entry.set_phase("waiting");
    auto entered = co_await queue_.Enter(std::move(queue_key), stop);
    if (entered.ok()) {
      place = *std::move(entered);
    } else {
      outcome.failure = Busy("Too many requests wait for this session.");
    }
  }
  // A turn that was stopped while it waited is not recorded.
  ApplyStop(stop.reason(), outcome);
  outcome.stopped = stop.reason();
  if (outcome.failure.has_value()) {
    outcome.finish_reason = "error";
    co_return outcome;
  }
  const Clock::time_point started = Clock::now();
  observer_.TurnStarted();
  entry.set_phase("opening");
  Prompt prompt;
  std::string token;
  outcome.failure = co_await Open(request, outcome, prompt, token);
  if (!outcome.failure.has_value()) {
    entry.set_session(outcome.session_id);
    listener.Opened(outcome.session_id);
    entry.set_phase("answering");
    co_await Ask(prompt, listener, stop, started, outcome);
    entry.set_phase("recording");
    co_await Record(request, std::move(token), outcome);
  }
  if (outcome.failure.has_value()) outcome.finish_reason = "error";
  observer_.TurnEnded(RecordedEnd(outcome.stopped, outcome),
                      Clock::now() - started, outcome.usage);
  co_return outcome;
}

asio::awaitable<std::optional<TurnFailure>> TurnRunner::Open(
    TurnRequest& request, TurnOutcome& outcome, Prompt& prompt,
    std::string& token) {
  if (request.prepare != nullptr) {
    std::optional<TurnFailure> failure = co_await request.prepare(request);
    if (failure.has_value()) co_return failure;
  }
  if (request.base_prompt.has_value()) {
    outcome.base_prompt = *request.base_prompt;
  } else {
    absl::StatusOr<std::string> soul = co_await read_soul_();
    if (!soul.ok()) {
      LOG(ERROR) << soul.status().message();
      co_return SoulUnreadable(soul.status());
    }
    outcome.base_prompt = *std::move(soul);
  }
  prompt.model = request.model;
  prompt.options = request.options;
  prompt.messages = request.earlier;
  outcome.session_id = request.derived_session_id;
  if (request.session.IsNamed()) {
    auto opened = co_await store_.OpenTurn(
        OpeningOf(request, settings_.platform, outcome.base_prompt));
    observer_.StoreWorks(opened.ok());
    if (!opened.ok()) {
      LOG(ERROR) << "session store: " << opened.status().message();
      co_return StoreUnavailable("The session cannot be opened");
    }
    outcome.session_id = opened->session_id;
    outcome.base_prompt = std::move(opened->system_prompt);
    token = std::move(opened->turn_token);
    if (opened->resumed) {
      LOG(INFO) << "session " << outcome.session_id
                << " continues; its last answer was interrupted";
    }
    prompt.messages = std::move(opened->history);
    if (request.record != nullptr) request.earlier = prompt.messages;
  }
  prompt.system = BuildSystemPrompt(outcome.base_prompt, request.system_texts);
  prompt.messages.push_back(request.input);
  prompt.session_id = outcome.session_id;
  co_return std::nullopt;
}

asio::awaitable<void> TurnRunner::Ask(const Prompt& prompt,
                                      TurnListener& listener, TurnStop& stop,
                                      Clock::time_point started,
                                      TurnOutcome& outcome) {
  if (!stop.requested()) {
    Recorder recorder(listener, stop, observer_, started,
                      settings_.longest_answer, outcome.text);
    BackendResult result = co_await backend_.Run(prompt, recorder, stop);
    outcome.finish_reason = std::move(result.finish_reason);
    outcome.usage = result.usage;
    outcome.failure = std::move(result.failure);
    if (outcome.failure.has_value() && !stop.requested()) {
      observer_.BackendFailed(outcome.failure->code);
    }
  }
  outcome.stopped = stop.reason();
  ApplyStop(stop.reason(), outcome);
}

asio::awaitable<void> TurnRunner::Record(const TurnRequest& request,
                                         std::string token,
                                         TurnOutcome& outcome) {
  if (outcome.session_id.empty() && request.record == nullptr) co_return;
  TurnClosing closing;
  closing.session_id = outcome.session_id;
  closing.turn_token = std::move(token);
  closing.reply = outcome.text;
  closing.finish_reason = RecordedEnd(outcome.stopped, outcome);
  closing.usage = outcome.usage;
  closing.resume_pending = outcome.stopped == StopReason::kDraining;
  absl::Status status;
  if (request.session.IsNamed()) {
    status = co_await store_.CloseTurn(std::move(closing));
  } else if (!outcome.session_id.empty()) {
    status = co_await store_.RecordTurn(
        OpeningOf(request, settings_.platform, outcome.base_prompt),
        std::move(closing));
  }
  if (status.ok() && request.record != nullptr) {
    status = co_await request.record(request, outcome);
  }
  // The store works, but does not know this turn.
  const bool is_lost = absl::IsNotFound(status);
  observer_.StoreWorks(status.ok() || is_lost);
  if (status.ok()) co_return;
  LOG(ERROR) << "session store: " << status.message();
  // A client that keeps its own conversation does not need the record.
  const bool is_kept_here =
      request.session.IsNamed() || request.record != nullptr;
  if (is_kept_here && !outcome.failure.has_value()) {
    outcome.failure = is_lost
                          ? Superseded()
                          : StoreUnavailable("The answer cannot be recorded");
  }
}

asio::awaitable<TurnOutcome> TurnRunner::RunChatCommand(
    ChatCommand command, const TurnRequest& request,
    const std::string& queue_key, TurnListener& listener, TurnStop& stop) {
  TurnOutcome outcome;
  outcome.is_command = true;
  outcome.session_id = request.session.id;
  std::string answer;
  switch (command) {
    case ChatCommand::kHelp:
      answer = CommandHelp();
      break;
    case ChatCommand::kStatus:
      answer = co_await Describe(request, queue_key);
      break;
    case ChatCommand::kStop:
      answer = !queue_key.empty() &&
                       turns_.StopKey(queue_key, StopReason::kStopCommand) > 0
                   ? "Stopped."
                   : "No answer is in progress.";
      break;
    case ChatCommand::kNew:
    case ChatCommand::kReset:
      answer = co_await ResetSession(request, queue_key, stop, outcome);
      break;
  }
  if (outcome.failure.has_value()) {
    outcome.finish_reason = "error";
    co_return outcome;
  }
  listener.Opened(outcome.session_id);
  outcome.text = answer;
  co_await listener.Write(answer);
  co_return outcome;
}

asio::awaitable<std::string> TurnRunner::ResetSession(
    const TurnRequest& request, const std::string& queue_key, TurnStop& stop,
    TurnOutcome& outcome) {
  if (queue_key.empty()) {
    co_return "This request belongs to no session, so there is nothing to "
              "reset.";
  }
  turns_.StopKey(queue_key, StopReason::kStopCommand);
  // Let the stopped waiters leave the queue. The turn in progress is recorded
  // before Enter() returns.
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  const auto place = co_await queue_.Enter(queue_key, stop);
  if (!place.ok()) {
    outcome.failure = Busy("Too many requests wait for this session.");
    co_return "";
  }
  absl::Status status;
  if (!request.conversation.empty()) {
    status = co_await store_.ForgetConversation(request.conversation);
  } else {
    const auto fresh =
        co_await store_.ResetSession(request.session, settings_.platform);
    if (fresh.ok()) outcome.session_id = *fresh;
    status = fresh.status();
  }
  observer_.StoreWorks(status.ok());
  if (!status.ok()) {
    LOG(ERROR) << "session store: " << status.message();
    outcome.failure = StoreUnavailable("A new session cannot be started");
    co_return "";
  }
  co_return "A new session has begun.";
}

asio::awaitable<std::string> TurnRunner::Describe(
    const TurnRequest& request, const std::string& queue_key) {
  int in_progress = 0;
  for (const RunningTurn& turn : turns_.List()) {
    if (!queue_key.empty() && turn.queue_key == queue_key) ++in_progress;
  }
  const std::string turns =
      in_progress == 0 ? "No answer is in progress."
                       : absl::StrCat("Turns in progress: ", in_progress, ".");
  if (!request.session.IsNamed()) {
    co_return absl::StrCat("This request belongs to no session. ", turns);
  }
  const auto found = co_await store_.Find(request.session);
  if (!found.ok()) {
    LOG(ERROR) << "session store: " << found.status().message();
    co_return absl::StrCat("The session store does not answer. ", turns);
  }
  if (!found->has_value()) {
    co_return absl::StrCat("This session has no messages yet. ", turns);
  }
  const SessionInfo& session = **found;
  co_return absl::StrCat(
      "Session ", session.session_id, ": ", session.messages, " messages, ",
      session.prompt_tokens, " prompt tokens, ", session.completion_tokens,
      " completion tokens. ",
      session.resume_pending
          ? "The end of the gateway interrupted the last answer. "
          : "",
      turns);
}

}  // namespace hermes::gateway
