#include "gateway/turn/turn_runner.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_observer.h"
#include "gateway/turn/turn_stop.h"
#include "tests/gateway/turn/scripted_backend.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// Records its calls. The methods whose names are in `failing` fail.
class FakeStore : public SessionStore {
 public:
  std::set<std::string> failing;
  std::vector<ChatMessage> history;
  std::string session_prompt = "The session's own.";
  std::vector<TurnOpening> openings;
  std::vector<TurnClosing> closings;
  std::vector<std::string> resets;
  std::vector<std::string> forgotten;
  std::optional<SessionInfo> info;
  absl::Status failure = absl::UnavailableError("disk full");

  awaitable<absl::StatusOr<OpenedTurn>> OpenTurn(TurnOpening opening) override {
    if (Fails("OpenTurn")) co_return Failure();
    OpenedTurn opened;
    opened.session_id =
        opening.session.id.empty() ? "by-key" : opening.session.id;
    opened.turn_token = "token" + std::to_string(openings.size());
    opened.system_prompt = session_prompt;
    opened.history = history;
    openings.push_back(std::move(opening));
    co_return opened;
  }
  awaitable<absl::Status> CloseTurn(TurnClosing closing) override {
    if (Fails("CloseTurn")) co_return Failure();
    closings.push_back(std::move(closing));
    co_return absl::OkStatus();
  }
  awaitable<absl::Status> RecordTurn(TurnOpening opening,
                                     TurnClosing closing) override {
    if (Fails("RecordTurn")) co_return Failure();
    openings.push_back(std::move(opening));
    closings.push_back(std::move(closing));
    co_return absl::OkStatus();
  }
  awaitable<absl::StatusOr<std::string>> ResetSession(
      SessionName session, std::string /*platform*/) override {
    if (Fails("ResetSession")) co_return Failure();
    resets.push_back(session.key + session.id);
    co_return session.id.empty() ? "fresh" : session.id;
  }
  awaitable<absl::StatusOr<std::optional<SessionInfo>>> Find(
      SessionName /*session*/) override {
    if (Fails("Find")) co_return Failure();
    co_return info;
  }
  awaitable<absl::Status> ForgetConversation(std::string name) override {
    if (Fails("ForgetConversation")) co_return Failure();
    forgotten.push_back(name);
    co_return absl::OkStatus();
  }

  // A turn must not call these.
  awaitable<absl::Status> MarkResumePending() override { return Unexpected(); }
  awaitable<absl::Status> SaveResponse(StoredResponse /*r*/) override {
    return Unexpected();
  }
  awaitable<absl::StatusOr<StoredResponse>> LoadResponse(
      std::string /*id*/) override {
    co_return co_await Unexpected();
  }
  awaitable<absl::StatusOr<StoredResponse>> LoadConversation(
      std::string /*name*/) override {
    co_return co_await Unexpected();
  }
  awaitable<absl::Status> DeleteResponse(std::string /*id*/) override {
    return Unexpected();
  }
  awaitable<absl::Status> Check() override { return Unexpected(); }
  int pending() const override { return 0; }

 private:
  bool Fails(const std::string& what) const { return failing.count(what) > 0; }
  absl::Status Failure() const { return failure; }
  static awaitable<absl::Status> Unexpected() {
    ADD_FAILURE() << "a turn must not call this method";
    co_return absl::InternalError("unexpected");
  }
};

// Records its notifications.
class FakeObserver : public TurnObserver {
 public:
  int started = 0;
  int first_texts = 0;
  std::vector<std::string> ended;
  std::vector<std::string> failures;
  std::vector<bool> store_works;

  void TurnStarted() override { ++started; }
  void FirstText(std::chrono::nanoseconds after) override {
    EXPECT_GE(after.count(), 0);
    ++first_texts;
  }
  void TurnEnded(const std::string& outcome, std::chrono::nanoseconds after,
                 const std::optional<Usage>& /*usage*/) override {
    EXPECT_GE(after.count(), 0);
    ended.push_back(outcome);
  }
  void BackendFailed(const std::string& code) override {
    failures.push_back(code);
  }
  void StoreWorks(bool works) override { store_works.push_back(works); }
};

class FakeListener : public TurnListener {
 public:
  std::vector<std::string> opened;
  std::string text;

  void Opened(const std::string& session_id) override {
    EXPECT_EQ(text, "");
    opened.push_back(session_id);
  }
  awaitable<void> Write(std::string_view piece) override {
    EXPECT_EQ(opened.size(), 1u);
    text += piece;
    co_return;
  }
};

// One turn, from its start to its outcome.
struct Turn {
  FakeListener listener;
  TurnStop stop;
  std::optional<TurnOutcome> outcome;
};

// Returns the failure of a turn, which must have one. If it has none, fails the
// test and returns a failure without a code, because libstdc++ would abort at
// an empty optional.
TurnFailure FailureOf(const TurnOutcome& outcome) {
  EXPECT_TRUE(outcome.failure.has_value());
  return outcome.failure.value_or(TurnFailure{0, "", "", "", std::nullopt});
}

class TurnRunnerTest : public testing::Test {
 protected:
  TurnRunnerTest() { Use({}); }
  // Stops all turns, and checks that none is left.
  ~TurnRunnerTest() override {
    for (Turn& turn : turns_) turn.stop.Request(StopReason::kClientGone);
    Settle();
    EXPECT_EQ(runner_->turns().count(), 0u);
  }

  void Use(const TurnRunner::Settings& settings) {
    runner_ = std::make_unique<TurnRunner>(
        backend_, store_,
        [this]() -> awaitable<absl::StatusOr<std::string>> { co_return soul_; },
        observer_, settings);
  }

  // Starts a turn, and runs the event loop until it has nothing to do.
  Turn& Start(TurnRequest request) {
    Turn& turn = turns_.emplace_back();
    asio::co_spawn(io_,
                   runner_->Run(std::move(request), turn.listener, turn.stop),
                   [&turn](const std::exception_ptr& error, TurnOutcome o) {
                     EXPECT_EQ(error, nullptr);
                     turn.outcome = std::move(o);
                   });
    Settle();
    return turn;
  }
  void Settle() {
    io_.restart();
    io_.poll();
  }
  // Runs a turn that must end without waiting.
  const TurnOutcome& Run(TurnRequest request) {
    Turn& turn = Start(std::move(request));
    EXPECT_TRUE(turn.outcome.has_value());
    return *turn.outcome;
  }

  static TurnRequest Say(const std::string& text) {
    TurnRequest request;
    request.input = TextMessage(Role::kUser, text);
    return request;
  }
  static TurnRequest InSession(const std::string& text,
                               const std::string& id = "s") {
    TurnRequest request = Say(text);
    request.session.id = id;
    return request;
  }
  static TurnRequest Derived(const std::string& text) {
    TurnRequest request = Say(text);
    request.derived_session_id = "api-1";
    request.earlier = {TextMessage(Role::kUser, "before")};
    return request;
  }

  asio::io_context io_;
  ScriptedBackend backend_;
  FakeStore store_;
  FakeObserver observer_;
  absl::StatusOr<std::string> soul_ = std::string("Soul.");
  std::unique_ptr<TurnRunner> runner_;
  std::deque<Turn> turns_;
};

TEST_F(TurnRunnerTest, StreamsAndReturnsTheAnswer) {
  Turn& turn = Start(Say("pieces a|b"));
  ASSERT_TRUE(turn.outcome.has_value());
  EXPECT_EQ(turn.listener.text, "ab");
  EXPECT_EQ(turn.outcome->text, "ab");
  EXPECT_EQ(turn.outcome->finish_reason, "stop");
  EXPECT_FALSE(turn.outcome->failure.has_value());
  EXPECT_EQ(turn.outcome->usage, (Usage{1, 2, 3}));
  EXPECT_EQ(turn.outcome->stopped, StopReason::kNone);
  EXPECT_EQ(observer_.ended, std::vector<std::string>{"stop"});
  EXPECT_EQ(observer_.first_texts, 1);
  EXPECT_EQ(runner_->turns().count(), 0u);
}

TEST_F(TurnRunnerTest, UsesHistoryAndPromptOfTheSession) {
  store_.history = {TextMessage(Role::kUser, "x"),
                    TextMessage(Role::kAssistant, "y")};
  TurnRequest request = InSession("z");
  request.system_texts = {"Brief."};
  request.earlier = {TextMessage(Role::kUser, "ignored")};
  request.model = "m";
  request.options["seed"] = 7;
  const TurnOutcome& outcome = Run(std::move(request));
  const Prompt prompt = backend_.prompts()[0];
  EXPECT_EQ(prompt.system, "The session's own.\n\nBrief.");
  ASSERT_EQ(prompt.messages.size(), 3u);
  EXPECT_EQ(prompt.messages[0], store_.history[0]);
  EXPECT_EQ(prompt.messages[2], TextMessage(Role::kUser, "z"));
  EXPECT_EQ(prompt.model, "m");
  EXPECT_EQ(prompt.options.at("seed"), 7);
  EXPECT_EQ(prompt.session_id, "s");
  EXPECT_EQ(outcome.session_id, "s");
  EXPECT_EQ(outcome.base_prompt, "The session's own.");
}

TEST_F(TurnRunnerTest, OpensSessionWithSoulAndRecordsAnswer) {
  Run(InSession("pieces a|b"));
  ASSERT_EQ(store_.openings.size(), 1u);
  EXPECT_EQ(store_.openings[0].session.id, "s");
  EXPECT_EQ(store_.openings[0].platform, "api_server");
  EXPECT_EQ(store_.openings[0].system_prompt, "Soul.");
  EXPECT_TRUE(store_.openings[0].wants_history);
  ASSERT_EQ(store_.closings.size(), 1u);
  EXPECT_EQ(store_.closings[0].session_id, "s");
  EXPECT_EQ(store_.closings[0].turn_token, "token0");
  EXPECT_EQ(store_.closings[0].reply, "ab");
  EXPECT_EQ(store_.closings[0].finish_reason, "stop");
  EXPECT_EQ(store_.closings[0].usage, (Usage{1, 2, 3}));
  EXPECT_FALSE(store_.closings[0].resume_pending);
}

TEST_F(TurnRunnerTest, ReportsSessionIdForASessionKey) {
  TurnRequest request = Say("hi");
  request.session.key = "agent:main:api_server:dm:a";
  Turn& turn = Start(std::move(request));
  EXPECT_EQ(turn.outcome->session_id, "by-key");
  EXPECT_EQ(turn.listener.opened, std::vector<std::string>{"by-key"});
  EXPECT_EQ(store_.closings[0].session_id, "by-key");
}

TEST_F(TurnRunnerTest, UsesAndRecordsHistoryOfTheClient) {
  const TurnOutcome& outcome = Run(Derived("now"));
  EXPECT_EQ(outcome.session_id, "api-1");
  ASSERT_EQ(backend_.prompts()[0].messages.size(), 2u);
  EXPECT_EQ(backend_.prompts()[0].system, "Soul.");
  ASSERT_EQ(store_.openings.size(), 1u);
  EXPECT_EQ(store_.openings[0].session.id, "api-1");
  EXPECT_FALSE(store_.openings[0].wants_history);
  EXPECT_EQ(store_.openings[0].earlier.size(), 1u);
  EXPECT_EQ(store_.closings[0].reply, "You said: now");
}

TEST_F(TurnRunnerTest, HooksPrepareAndRecordTurnWithoutSession) {
  TurnRequest request = Say("now");
  std::string recorded;
  request.prepare =
      [](TurnRequest& own) -> awaitable<std::optional<TurnFailure>> {
    own.base_prompt = "Prepared.";
    own.earlier = {TextMessage(Role::kUser, "before")};
    co_return std::nullopt;
  };
  request.record = [&](const TurnRequest& own,
                       const TurnOutcome& outcome) -> awaitable<absl::Status> {
    recorded = TextOf(own.earlier[0]) + "/" + outcome.text;
    co_return absl::OkStatus();
  };
  Run(std::move(request));
  EXPECT_EQ(backend_.prompts()[0].system, "Prepared.");
  EXPECT_EQ(backend_.prompts()[0].messages.size(), 2u);
  EXPECT_EQ(recorded, "before/You said: now");
  EXPECT_TRUE(store_.openings.empty());
}

// The hook records the answer in another place too, for which it needs the
// session's history.
TEST_F(TurnRunnerTest, RecordHookReceivesHistoryOfTheSession) {
  store_.history = {TextMessage(Role::kUser, "before")};
  TurnRequest request = InSession("now");
  size_t earlier = 0;
  request.record =
      [&](const TurnRequest& own,
          const TurnOutcome& /*outcome*/) -> awaitable<absl::Status> {
    earlier = own.earlier.size();
    co_return absl::OkStatus();
  };
  Run(std::move(request));
  EXPECT_EQ(earlier, 1u);
  EXPECT_EQ(store_.closings.size(), 1u);
}

TEST_F(TurnRunnerTest, ReturnsFailureOfThePrepareHook) {
  TurnRequest request = Say("now");
  request.prepare =
      [](TurnRequest& /*own*/) -> awaitable<std::optional<TurnFailure>> {
    TurnFailure failure;
    failure.code = "mine";
    co_return failure;
  };
  const TurnOutcome& outcome = Run(std::move(request));
  EXPECT_EQ(FailureOf(outcome).code, "mine");
  EXPECT_TRUE(backend_.prompts().empty());
  EXPECT_EQ(observer_.ended, std::vector<std::string>{"error"});
}

TEST_F(TurnRunnerTest, FailsIfSoulIsUnreadable) {
  soul_ = absl::PermissionDeniedError("SOUL.md");
  const TurnOutcome& outcome = Run(InSession("hi"));
  EXPECT_EQ(FailureOf(outcome).code, "soul_unreadable");
  EXPECT_EQ(FailureOf(outcome).http_status, 500);
  EXPECT_TRUE(store_.openings.empty());
}

TEST_F(TurnRunnerTest, AsksToRetryIfReadingSoulTimesOut) {
  soul_ = absl::DeadlineExceededError("SOUL.md");
  const TurnOutcome& outcome = Run(InSession("hi"));
  EXPECT_EQ(FailureOf(outcome).code, "soul_unreadable");
  EXPECT_EQ(FailureOf(outcome).http_status, 503);
  EXPECT_GT(FailureOf(outcome).retry_after_secs, 0);
}

TEST_F(TurnRunnerTest, FailsIfTheStoreCannotOpenTheTurn) {
  store_.failing = {"OpenTurn"};
  const TurnOutcome& outcome = Run(InSession("hi"));
  EXPECT_EQ(FailureOf(outcome).code, "session_store_unavailable");
  EXPECT_EQ(FailureOf(outcome).http_status, 503);
  EXPECT_TRUE(backend_.prompts().empty());
  EXPECT_FALSE(observer_.store_works.back());
}

TEST_F(TurnRunnerTest, FailsIfTheAnswerCannotBeRecorded) {
  store_.failing = {"CloseTurn"};
  const TurnOutcome& outcome = Run(InSession("hi"));
  EXPECT_EQ(FailureOf(outcome).code, "session_store_unavailable");
  EXPECT_EQ(outcome.finish_reason, "error");
  EXPECT_FALSE(observer_.store_works.back());
  EXPECT_EQ(observer_.ended, std::vector<std::string>{"error"});
}

// The client has the whole conversation.
TEST_F(TurnRunnerTest, SucceedsWithoutRecordIfTheClientKeepsTheHistory) {
  store_.failing = {"RecordTurn"};
  const TurnOutcome& outcome = Run(Derived("hi"));
  EXPECT_FALSE(outcome.failure.has_value());
  EXPECT_FALSE(observer_.store_works.back());
}

TEST_F(TurnRunnerTest, RecordsFailureWithPartialAnswer) {
  const TurnOutcome& outcome = Run(InSession("fail a"));
  EXPECT_EQ(FailureOf(outcome).code, "agent_incomplete");
  EXPECT_EQ(outcome.finish_reason, "error");
  EXPECT_EQ(outcome.text, "a");
  EXPECT_EQ(store_.closings[0].finish_reason, "error");
  EXPECT_EQ(store_.closings[0].reply, "a");
}

TEST_F(TurnRunnerTest, RecordsPartialAnswerWhenTheClientLeaves) {
  Turn& turn = Start(InSession("hang a"));
  turn.stop.Request(StopReason::kClientGone);
  Settle();
  ASSERT_TRUE(turn.outcome.has_value());
  EXPECT_EQ(turn.outcome->stopped, StopReason::kClientGone);
  EXPECT_FALSE(turn.outcome->failure.has_value());
  EXPECT_EQ(store_.closings[0].finish_reason, "cancelled");
  EXPECT_EQ(store_.closings[0].reply, "a");
  EXPECT_EQ(observer_.ended, std::vector<std::string>{"cancelled"});
}

TEST_F(TurnRunnerTest, FailsIfStoppedBeforeAnyText) {
  Turn& turn = Start(InSession("hang "));
  EXPECT_EQ(Run(InSession("/stop")).text, "Stopped.");
  ASSERT_TRUE(turn.outcome.has_value());
  EXPECT_EQ(FailureOf(*turn.outcome).code, "turn_stopped");
  EXPECT_EQ(FailureOf(*turn.outcome).http_status, 409);
  EXPECT_EQ(store_.closings[0].finish_reason, "cancelled");
}

TEST_F(TurnRunnerTest, RecordsTurnAsInterruptedByDrain) {
  Turn& turn = Start(InSession("hang a"));
  EXPECT_EQ(runner_->turns().StopAll(StopReason::kDraining), 1);
  Settle();
  ASSERT_TRUE(turn.outcome.has_value());
  EXPECT_EQ(FailureOf(*turn.outcome).code, "gateway_draining");
  EXPECT_EQ(turn.outcome->text, "a");
  EXPECT_EQ(store_.closings[0].finish_reason, "interrupted");
  EXPECT_TRUE(store_.closings[0].resume_pending);
  EXPECT_EQ(observer_.ended, std::vector<std::string>{"interrupted"});
}

TEST_F(TurnRunnerTest, CutsAnswerThatIsTooLong) {
  TurnRunner::Settings settings;
  settings.longest_answer = 3;
  Use(settings);
  Turn& turn = Start(InSession("pieces aa|bb|cc"));
  ASSERT_TRUE(turn.outcome.has_value());
  EXPECT_EQ(turn.outcome->text, "aabb");
  EXPECT_EQ(turn.listener.text, "aabb");
  EXPECT_EQ(turn.outcome->finish_reason, "length");
  EXPECT_EQ(turn.outcome->stopped, StopReason::kTooLong);
  EXPECT_FALSE(turn.outcome->failure.has_value());
  EXPECT_EQ(store_.closings[0].finish_reason, "length");
}

TEST_F(TurnRunnerTest, QueuesTurnsOfOneSession) {
  Turn& first = Start(InSession("hang a"));
  Turn& second = Start(InSession("b"));
  Turn& elsewhere = Start(InSession("c", "other"));
  EXPECT_TRUE(elsewhere.outcome.has_value());
  EXPECT_FALSE(second.outcome.has_value());
  EXPECT_EQ(runner_->waiting(), 1u);
  EXPECT_EQ(runner_->turns().List()[1].phase, std::string("waiting"));
  first.stop.Request(StopReason::kClientGone);
  Settle();
  EXPECT_EQ(second.outcome->text, "You said: b");
  EXPECT_EQ(runner_->waiting(), 0u);
}

// A client can learn the id of the session that its key leads to, and use both.
TEST_F(TurnRunnerTest, UsesOneQueueForKeyAndIdOfASession) {
  TurnRequest by_key = Say("hang a");
  by_key.session.key = "k";
  Turn& first = Start(std::move(by_key));
  store_.info.emplace();
  store_.info->session_id = "by-key";
  store_.info->session_key = "k";
  Turn& second = Start(InSession("b", "by-key"));
  EXPECT_FALSE(second.outcome.has_value());
  EXPECT_EQ(Run(InSession("/stop", "by-key")).text, "Stopped.");
  EXPECT_TRUE(first.outcome.has_value());
  EXPECT_TRUE(second.outcome.has_value());
  TurnRequest stop = Say("/stop");
  stop.session.key = "k";
  Turn& third = Start(InSession("hang c", "by-key"));
  EXPECT_EQ(Run(std::move(stop)).text, "Stopped.");
  EXPECT_TRUE(third.outcome.has_value());
}

TEST_F(TurnRunnerTest, RunsTurnIfTheStoreCannotFindTheSession) {
  store_.failing = {"Find"};
  EXPECT_EQ(Run(InSession("a")).text, "You said: a");
  EXPECT_FALSE(observer_.store_works.front());
}

TEST_F(TurnRunnerTest, ReportsSupersededTurnWithoutBlamingTheStore) {
  store_.failing = {"CloseTurn"};
  store_.failure = absl::NotFoundError("no such turn is in progress");
  const TurnOutcome& outcome = Run(InSession("a"));
  EXPECT_EQ(FailureOf(outcome).code, "turn_superseded");
  EXPECT_EQ(FailureOf(outcome).http_status, 409);
  EXPECT_TRUE(observer_.store_works.back());
}

TEST_F(TurnRunnerTest, ReportsBackEndFailuresToTheObserver) {
  Run(Say("fail a"));
  EXPECT_EQ(observer_.failures, std::vector<std::string>{"agent_incomplete"});
  Turn& stopped = Start(Say("hang a"));
  stopped.stop.Request(StopReason::kClientGone);
  Settle();
  EXPECT_EQ(observer_.failures.size(), 1u);
}

TEST_F(TurnRunnerTest, DoesNotRecordTurnStoppedWhileWaiting) {
  Start(InSession("hang a"));
  Turn& second = Start(InSession("b"));
  second.stop.Request(StopReason::kClientGone);
  Settle();
  ASSERT_TRUE(second.outcome.has_value());
  EXPECT_EQ(FailureOf(*second.outcome).code, "turn_stopped");
  EXPECT_EQ(store_.openings.size(), 1u);
}

// The end of the first turn grants the place to a turn that was stopped
// meanwhile.
TEST_F(TurnRunnerTest, DoesNotRecordWaiterStoppedWithTheFirstTurn) {
  Turn& first = Start(InSession("hang a"));
  Turn& second = Start(InSession("b"));
  runner_->turns().StopAll(StopReason::kDraining);
  Settle();
  EXPECT_TRUE(first.outcome.has_value());
  ASSERT_TRUE(second.outcome.has_value());
  EXPECT_EQ(FailureOf(*second.outcome).code, "gateway_draining");
  EXPECT_EQ(store_.openings.size(), 1u);
  EXPECT_EQ(observer_.started, 1);
}

TEST_F(TurnRunnerTest, RefusesTooManyTurns) {
  TurnRunner::Settings settings;
  settings.max_concurrent = 2;
  Use(settings);
  Start(InSession("hang a"));
  Start(InSession("waits"));
  const TurnOutcome& third = Run(Say("c"));
  EXPECT_EQ(FailureOf(third).http_status, 429);
  EXPECT_EQ(FailureOf(third).message, "Too many concurrent runs (max 2)");
  // A command still works.
  EXPECT_EQ(Run(InSession("/stop")).text, "Stopped.");
  EXPECT_FALSE(Run(Say("c")).failure.has_value());
}

TEST_F(TurnRunnerTest, RefusesTooManyWaitersOfASession) {
  TurnRunner::Settings settings;
  settings.max_concurrent = 0;
  Use(settings);
  Start(InSession("hang a"));
  for (size_t i = 0; i < KeyedQueue::kMostWaiting; ++i) Start(InSession("b"));
  const TurnOutcome& one_more = Run(InSession("c"));
  EXPECT_EQ(FailureOf(one_more).http_status, 429);
  EXPECT_EQ(FailureOf(one_more).retry_after_secs, 1);
}

TEST_F(TurnRunnerTest, NewStopsTheTurnAndResetsTheSession) {
  Turn& turn = Start(InSession("hang a"));
  const TurnOutcome& outcome = Run(InSession("/new"));
  EXPECT_TRUE(turn.outcome.has_value());
  EXPECT_EQ(turn.outcome->stopped, StopReason::kStopCommand);
  EXPECT_EQ(outcome.text, "A new session has begun.");
  EXPECT_TRUE(outcome.is_command);
  EXPECT_EQ(store_.closings.size(), 1u);  // recorded before the reset
  EXPECT_EQ(store_.resets, std::vector<std::string>{"s"});
}

// The reset first stops all waiting turns, which leave the queue.
TEST_F(TurnRunnerTest, ResetWorksIfTheQueueIsFull) {
  TurnRunner::Settings settings;
  settings.max_concurrent = 0;
  Use(settings);
  Start(InSession("hang a"));
  for (size_t i = 0; i < KeyedQueue::kMostWaiting; ++i) Start(InSession("b"));
  const TurnOutcome& outcome = Run(InSession("/reset"));
  EXPECT_FALSE(outcome.failure.has_value());
  EXPECT_EQ(store_.resets.size(), 1u);
}

TEST_F(TurnRunnerTest, NewForgetsTheConversation) {
  TurnRequest request = Say("/new");
  request.conversation = "c";
  EXPECT_EQ(Run(std::move(request)).text, "A new session has begun.");
  EXPECT_EQ(store_.forgotten, std::vector<std::string>{"c"});
}

TEST_F(TurnRunnerTest, NewExplainsThatThereIsNoSession) {
  const TurnOutcome& outcome = Run(Derived("/new"));
  EXPECT_NE(outcome.text.find("belongs to no session"), std::string::npos);
  EXPECT_TRUE(store_.resets.empty());
}

TEST_F(TurnRunnerTest, NewFailsIfTheStoreFails) {
  store_.failing = {"ResetSession", "ForgetConversation"};
  EXPECT_EQ(FailureOf(Run(InSession("/new"))).code,
            "session_store_unavailable");
  TurnRequest request = Say("/new");
  request.conversation = "c";
  EXPECT_EQ(FailureOf(Run(std::move(request))).http_status, 503);
}

TEST_F(TurnRunnerTest, StopAlsoStopsWaitingTurns) {
  Turn& first = Start(InSession("hang a"));
  Turn& second = Start(InSession("b"));
  EXPECT_EQ(Run(InSession("/stop")).text, "Stopped.");
  EXPECT_TRUE(first.outcome.has_value());
  EXPECT_TRUE(second.outcome.has_value());
  EXPECT_EQ(Run(InSession("/stop")).text, "No answer is in progress.");
}

TEST_F(TurnRunnerTest, StopAffectsOnlyItsOwnSession) {
  Turn& first = Start(InSession("hang a"));
  EXPECT_EQ(Run(InSession("/stop", "other")).text, "No answer is in progress.");
  EXPECT_EQ(Run(Say("/stop")).text, "No answer is in progress.");
  EXPECT_FALSE(first.outcome.has_value());
}

TEST_F(TurnRunnerTest, StatusDescribesTheSession) {
  SessionInfo info;
  info.session_id = "s";
  info.messages = 4;
  info.prompt_tokens = 5;
  info.completion_tokens = 6;
  info.resume_pending = true;
  store_.info = info;
  Start(InSession("hang a"));
  const std::string text = Run(InSession("/status")).text;
  for (const char* part : {"Session s: 4 messages", "5 prompt", "6 completion",
                           "interrupted", "Turns in progress: 1."}) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
  store_.info.reset();
  EXPECT_NE(Run(InSession("/status", "o")).text.find("no messages yet"),
            std::string::npos);
  store_.failing = {"Find"};
  EXPECT_NE(Run(InSession("/status")).text.find("does not answer"),
            std::string::npos);
}

TEST_F(TurnRunnerTest, DoesNotRecordCommands) {
  const TurnOutcome& outcome = Run(InSession("/help"));
  EXPECT_TRUE(outcome.is_command);
  EXPECT_EQ(outcome.session_id, "s");
  EXPECT_TRUE(store_.openings.empty());
  EXPECT_TRUE(backend_.prompts().empty());
  EXPECT_EQ(observer_.started, 0);
}

TEST_F(TurnRunnerTest, StartsNoTurnAfterStopAll) {
  runner_->turns().StopAll(StopReason::kDraining);
  const TurnOutcome& outcome = Run(Say("hi"));
  EXPECT_EQ(FailureOf(outcome).code, "gateway_draining");
  EXPECT_TRUE(backend_.prompts().empty());
}

}  // namespace
}  // namespace hermes::gateway
