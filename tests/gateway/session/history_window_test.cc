#include "gateway/session/history_window.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gateway/config/model_settings.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {
namespace {

using Kind = ContentPart::Kind;

// Uses HistoryWindow as SqliteMessages does, and returns which of `messages`
// (oldest first) it selects.
std::vector<ChatMessage> Choose(const HistoryLimits& limits,
                                const std::vector<ChatMessage>& messages) {
  HistoryWindow window(limits);
  for (auto at = messages.rbegin(); at != messages.rend(); ++at) {
    if (!window.Admit(SizeOf(*at))) break;
    window.Add(*at);
  }
  return window.Take();
}

ChatMessage User(const std::string& text) {
  return TextMessage(Role::kUser, text);
}
ChatMessage Assistant(const std::string& text) {
  return TextMessage(Role::kAssistant, text);
}

TEST(SizeOfTest, CountsFourBytesAsOneToken) {
  EXPECT_EQ(SizeOf(User("12345678")), (MessageSize{2, 8}));
  EXPECT_EQ(SizeOf(User("123456789")), (MessageSize{3, 9}));
}

TEST(SizeOfTest, CountsEmptyMessageAsOneToken) {
  EXPECT_EQ(SizeOf(User("")), (MessageSize{1, 0}));
}

TEST(SizeOfTest, CountsAThousandTokensForAnImage) {
  const ChatMessage message = {
      Role::kUser, {{Kind::kText, "1234", ""}, {Kind::kImage, "12345", ""}}};
  EXPECT_EQ(SizeOf(message), (MessageSize{1001, 9}));
}

TEST(HistoryWindowTest, ReturnsOldestMessageFirst) {
  const std::vector<ChatMessage> all = {User("a"), Assistant("b"), User("c"),
                                        Assistant("d")};
  EXPECT_EQ(Choose({4, 4}, all), all);
}

TEST(HistoryWindowTest, DropsOldestMessagesBeyondTokenLimit) {
  EXPECT_EQ(
      Choose({2, 100}, {User("a"), Assistant("b"), User("c"), Assistant("d")}),
      (std::vector{User("c"), Assistant("d")}));
}

TEST(HistoryWindowTest, DropsOldestMessagesBeyondByteLimit) {
  EXPECT_EQ(Choose({100, 5},
                   {User("aaa"), Assistant("b"), User("cc"), Assistant("dd")}),
            (std::vector{User("cc"), Assistant("dd")}));
}

TEST(HistoryWindowTest, DropsAnswerWithoutItsQuestion) {
  EXPECT_EQ(
      Choose({3, 100}, {User("a"), Assistant("b"), User("c"), Assistant("d")}),
      (std::vector{User("c"), Assistant("d")}));
  EXPECT_TRUE(Choose({1, 100}, {User("a"), Assistant("b")}).empty());
}

TEST(HistoryWindowTest, StopsAtTheFirstMessageThatDoesNotFit) {
  EXPECT_EQ(Choose({100, 4}, {User("a"), User("12345"), User("c")}),
            (std::vector{User("c")}));
}

TEST(HistoryWindowTest, IsEmptyIfTheNewestMessageIsTooLarge) {
  EXPECT_TRUE(Choose({1, 100}, {User("12345")}).empty());
  EXPECT_TRUE(Choose({0, 0}, {User("")}).empty());
}

}  // namespace
}  // namespace hermes::gateway
