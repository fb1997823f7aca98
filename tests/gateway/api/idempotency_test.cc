#include "gateway/api/idempotency.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "gateway/turn/turn_stop.h"

namespace hermes::gateway::api {
namespace {

namespace asio = boost::asio;
using Verdict = IdempotencyMemory::Verdict;

struct Asker {
  TurnStop stop;
  std::optional<IdempotencyMemory::Decision> decision;

  std::optional<Verdict> verdict() const {
    if (!decision.has_value()) return std::nullopt;
    return decision->verdict;
  }
};

RememberedResponse ReplyOf(const std::string& text) {
  RememberedResponse reply;
  reply.id = "id";
  reply.created = 7;
  reply.outcome.text = text;
  return reply;
}

class IdempotencyTest : public testing::Test {
 protected:
  IdempotencyTest() { Use({}); }
  void Use(const IdempotencyMemory::Settings& settings) {
    memory_.emplace(settings);
  }

  Asker& Ask(const std::string& key, const std::string& fingerprint = "f") {
    Asker& asker = askers_.emplace_back();
    asio::co_spawn(io_, memory_->Ask(key, fingerprint, asker.stop),
                   [&asker](const std::exception_ptr& error,
                            IdempotencyMemory::Decision decision) {
                     EXPECT_EQ(error, nullptr);
                     asker.decision = std::move(decision);
                   });
    Settle();
    return asker;
  }
  void Settle() {
    io_.restart();
    io_.poll();
  }
  // Sends a request, and answers it with `text`.
  void Answer(const std::string& key, const std::string& text) {
    Asker& asker = Ask(key);
    ASSERT_EQ(asker.verdict(), Verdict::kAnswer);
    asker.decision->claim->Finish(ReplyOf(text));
    asker.decision.reset();
    Settle();
  }

  asio::io_context io_;
  std::optional<IdempotencyMemory> memory_;
  std::deque<Asker> askers_;
};

TEST_F(IdempotencyTest, ReplaysTheFirstAnswer) {
  Answer("k", "text");
  Asker& again = Ask("k");
  ASSERT_EQ(again.verdict(), Verdict::kReplay);
  EXPECT_EQ(again.decision->replay->id, "id");
  EXPECT_EQ(again.decision->replay->created, 7);
  EXPECT_EQ(again.decision->replay->outcome.text, "text");
  EXPECT_EQ(Ask("other").verdict(), Verdict::kAnswer);
}

TEST_F(IdempotencyTest, WaitsForTheRequestInProgress) {
  Asker& first = Ask("k");
  Asker& second = Ask("k");
  EXPECT_EQ(second.verdict(), std::nullopt);
  first.decision->claim->Finish(ReplyOf("text"));
  Settle();
  ASSERT_EQ(second.verdict(), Verdict::kReplay);
  EXPECT_EQ(second.decision->replay->outcome.text, "text");
}

TEST_F(IdempotencyTest, LetsTheNextAnswerIfTheFirstGivesUp) {
  Asker& first = Ask("k");
  Asker& second = Ask("k");
  Asker& third = Ask("k");
  first.decision.reset();
  Settle();
  EXPECT_EQ(second.verdict(), Verdict::kAnswer);
  EXPECT_EQ(third.verdict(), std::nullopt);
  second.decision->claim->Finish(ReplyOf("text"));
  Settle();
  EXPECT_EQ(third.verdict(), Verdict::kReplay);
}

TEST_F(IdempotencyTest, EndsTheWaitOfAStoppedRequest) {
  Asker& first = Ask("k");
  Asker& second = Ask("k");
  second.stop.Request(StopReason::kClientGone);
  Settle();
  EXPECT_EQ(second.verdict(), Verdict::kStopped);
  first.decision->claim->Finish(ReplyOf("text"));
  EXPECT_EQ(Ask("k").verdict(), Verdict::kReplay);
}

TEST_F(IdempotencyTest, ReportsConflictForAnotherRequestWithTheKey) {
  Asker& first = Ask("k", "f");
  EXPECT_EQ(Ask("k", "g").verdict(), Verdict::kConflict);
  first.decision->claim->Finish(ReplyOf("text"));
  EXPECT_EQ(Ask("k", "g").verdict(), Verdict::kConflict);
}

TEST_F(IdempotencyTest, ForgetsAnswersAfterTheirLifetime) {
  IdempotencyMemory::Settings settings;
  settings.lifetime = std::chrono::seconds(-1);  // expires at once
  Use(settings);
  Answer("k", "text");
  EXPECT_EQ(Ask("k").verdict(), Verdict::kAnswer);
}

TEST_F(IdempotencyTest, ForgetsTheOldestAnswerBeyondTheCount) {
  IdempotencyMemory::Settings settings;
  settings.most = 2;
  Use(settings);
  for (const char* key : {"a", "b", "c"}) Answer(key, "text");
  EXPECT_EQ(memory_->size(), 2u);
  EXPECT_EQ(Ask("b").verdict(), Verdict::kReplay);
  EXPECT_EQ(Ask("c").verdict(), Verdict::kReplay);
  EXPECT_EQ(Ask("a").verdict(), Verdict::kAnswer);
}

TEST_F(IdempotencyTest, ForgetsAnswersBeyondTheBytes) {
  IdempotencyMemory::Settings settings;
  settings.most_bytes = 10;
  Use(settings);
  Answer("a", "123456");
  Answer("b", "1234");
  EXPECT_EQ(memory_->size(), 2u);
  Answer("c", "1");
  EXPECT_EQ(memory_->size(), 2u);
  EXPECT_EQ(Ask("b").verdict(), Verdict::kReplay);
  Answer("d", std::string(11, 'x'));
  EXPECT_EQ(memory_->size(), 0u);
}

// A thousand answers with a system prompt each would need much memory.
TEST_F(IdempotencyTest, DoesNotKeepTheSystemPrompt) {
  RememberedResponse reply = ReplyOf("text");
  reply.outcome.base_prompt = "You are ...";
  Ask("k").decision->claim->Finish(std::move(reply));
  EXPECT_EQ(Ask("k").decision->replay->outcome.base_prompt, "");
}

TEST(FingerprintTest, DiffersForDifferentParts) {
  const std::string one = Fingerprint("/a", "s", "body");
  EXPECT_EQ(one, Fingerprint("/a", "s", "body"));
  EXPECT_EQ(one.size(), 32u);
  EXPECT_NE(one, Fingerprint("/b", "s", "body"));
  EXPECT_NE(one, Fingerprint("/a", "t", "body"));
  EXPECT_NE(one, Fingerprint("/a", "s", "bodY"));
  EXPECT_NE(Fingerprint("/a", "sb", "ody"), one);
  EXPECT_NE(Fingerprint("/as", "", "body"), one);
}

}  // namespace
}  // namespace hermes::gateway::api
