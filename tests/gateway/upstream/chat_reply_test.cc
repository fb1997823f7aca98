#include "gateway/upstream/chat_reply.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes::gateway::upstream {
namespace {

using Step = ChatReply::Step;

struct ChunkCase {
  const char* name;
  std::string data;
  Step step;
  std::string text;
};

class ChatReplyChunkTest : public testing::TestWithParam<ChunkCase> {};

TEST_P(ChatReplyChunkTest, ClassifiesChunk) {
  ChatReply reply;
  std::string text;
  EXPECT_EQ(reply.TakeChunk("", GetParam().data, &text), GetParam().step);
  EXPECT_EQ(text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ChatReplyChunkTest,
    testing::Values(
        ChunkCase{"Text", R"({"choices":[{"delta":{"content":"hi"}}]})",
                  Step::kGoOn, "hi"},
        ChunkCase{"Role", R"({"choices":[{"delta":{"role":"assistant"}}]})",
                  Step::kGoOn, ""},
        ChunkCase{"NullContent", R"({"choices":[{"delta":{"content":null}}]})",
                  Step::kGoOn, ""},
        ChunkCase{"Parts",
                  R"({"choices":[{"delta":{"content":[
                     {"type":"thinking","thinking":"hm"},
                     {"type":"text","text":"hi"}]}}]})",
                  Step::kGoOn, "hi"},
        ChunkCase{"Refusal", R"({"choices":[{"delta":{"refusal":"no"}}]})",
                  Step::kGoOn, "no"},
        ChunkCase{"Reasoning",
                  R"({"choices":[{"delta":{"reasoning_content":"hm"}}]})",
                  Step::kGoOn, ""},
        ChunkCase{"OtherChoice",
                  R"({"choices":[{"index":1,"delta":{"content":"b"}},
                                 {"index":0,"delta":{"content":"a"}}]})",
                  Step::kGoOn, "a"},
        ChunkCase{"NoChoices", R"({"choices":[]})", Step::kGoOn, ""},
        ChunkCase{"UsageOnly", R"({"usage":{"prompt_tokens":1}})", Step::kGoOn,
                  ""},
        ChunkCase{"Escapes",
                  R"({"choices":[{"delta":{"content":"\ud83d\ude00\n"}}]})",
                  Step::kGoOn, "\xF0\x9F\x98\x80\n"},
        ChunkCase{"Done", "[DONE]", Step::kDone, ""},
        ChunkCase{"DoneWithSpace", " [DONE] ", Step::kDone, ""},
        ChunkCase{"NoJson", "hello", Step::kMalformed, ""},
        ChunkCase{"CutJson", R"({"choices":[{"delta":{"content":"hi)",
                  Step::kMalformed, ""},
        ChunkCase{"Array", "[]", Step::kMalformed, ""},
        ChunkCase{"ChoicesAreNone", R"({"choices":7})", Step::kMalformed, ""},
        ChunkCase{"Empty", "", Step::kMalformed, ""},
        ChunkCase{"Deep", std::string(100000, '['), Step::kMalformed, ""},
        ChunkCase{"Error", R"({"error":{"message":"broken"}})", Step::kError,
                  ""},
        ChunkCase{"ErrorNullIsNone",
                  R"({"error":null,"choices":[{"delta":{"content":"hi"}}]})",
                  Step::kGoOn, "hi"},
        ChunkCase{"ErrorObject", R"({"object":"error","message":"broken"})",
                  Step::kError, ""}),
    [](const testing::TestParamInfo<ChunkCase>& i) { return i.param.name; });

struct FinishCase {
  const char* name;
  std::string said, meant;
};
class ChatReplyFinishTest : public testing::TestWithParam<FinishCase> {};
TEST_P(ChatReplyFinishTest, MapsFinishReasonToOneOfThree) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("",
                  R"({"choices":[{"delta":{},"finish_reason":")" +
                      GetParam().said + "\"}]}",
                  &text);
  EXPECT_TRUE(reply.complete());
  EXPECT_EQ(reply.finish_reason(), GetParam().meant);
}
INSTANTIATE_TEST_SUITE_P(
    Table, ChatReplyFinishTest,
    testing::Values(FinishCase{"Stop", "stop", "stop"},
                    FinishCase{"Length", "length", "length"},
                    FinishCase{"MaxTokens", "max_tokens", "length"},
                    FinishCase{"Filter", "content_filter", "content_filter"},
                    FinishCase{"Other", "eos", "stop"}),
    [](const testing::TestParamInfo<FinishCase>& i) { return i.param.name; });

TEST(ChatReplyTest, IsIncompleteUntilTheFinishReason) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", R"({"choices":[{"delta":{"content":"hi"},
                          "finish_reason":null}]})",
                  &text);
  EXPECT_FALSE(reply.complete());
}

TEST(ChatReplyTest, ReadsUsageFromAnyChunk) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", R"({"choices":[],"usage":{"prompt_tokens":3,
     "completion_tokens":4,"total_tokens":7}})",
                  &text);
  reply.TakeChunk("", R"({"choices":[],"usage":null})", &text);
  EXPECT_EQ(reply.usage(), (Usage{3, 4, 7}));
}

TEST(ChatReplyTest, AddsUpAMissingTotal) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", R"({"usage":{"prompt_tokens":3,"completion_tokens":4}})",
                  &text);
  EXPECT_EQ(reply.usage(), (Usage{3, 4, 7}));
}

TEST(ChatReplyTest, LimitsTheSumOfHugeCounts) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", R"({"usage":{"prompt_tokens":9223372036854775807,
                          "completion_tokens":9223372036854775807}})",
                  &text);
  EXPECT_EQ(reply.usage()->total_tokens, 9223372036854775807);
}

TEST(ChatReplyTest, IgnoresUnusableUsage) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", R"({"usage":{"prompt_tokens":-3,"total_tokens":"x"}})",
                  &text);
  EXPECT_EQ(reply.usage(), std::nullopt);
}

TEST(ChatReplyTest, JoinsACharacterThatChunksSplit) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", "{\"choices\":[{\"delta\":{\"content\":\"\xF0\x9F\"}}]}",
                  &text);
  EXPECT_EQ(text, "");
  reply.TakeChunk("", "{\"choices\":[{\"delta\":{\"content\":\"\x98\x80!\"}}]}",
                  &text);
  EXPECT_EQ(text, "\xF0\x9F\x98\x80!");
}

TEST(ChatReplyTest, IgnoresChunksAfterDone) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", "[DONE]", &text);
  EXPECT_EQ(reply.TakeChunk("", "garbage", &text), Step::kDone);
}

TEST(ChatReplyTest, TreatsAnEventNamedErrorAsAnError) {
  ChatReply reply;
  std::string text;
  EXPECT_EQ(reply.TakeChunk("error", "overloaded", &text), Step::kError);
  EXPECT_EQ(reply.error().message, "overloaded");
}

TEST(ChatReplyTest, KeepsAnErrorOfTheStream) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk("", R"({"error":{"message":"slow down","code":429}})", &text);
  EXPECT_EQ(reply.error().message, "slow down");
  EXPECT_EQ(reply.error().status, 429);
}

TEST(ChatReplyTest, MapsErrorNamesToStatuses) {
  ChatReply reply;
  std::string text;
  reply.TakeChunk(
      "", R"({"error":{"message":"m","code":"rate_limit_exceeded"}})", &text);
  EXPECT_EQ(reply.error().status, 429);
  reply.TakeChunk("", R"({"error":{"type":"server_error"}})", &text);
  EXPECT_EQ(reply.error().status, 0);
}

TEST(ChatReplyTest, ReadsAWholeAnswer) {
  ChatReply reply;
  std::string text;
  EXPECT_EQ(reply.TakeWhole(
                R"({"object":"chat.completion","choices":[{"index":0,
                   "message":{"role":"assistant","content":"hello"},
                   "finish_reason":"length"}],
                   "usage":{"prompt_tokens":1,"completion_tokens":2,
                   "total_tokens":3}})",
                &text),
            Step::kDone);
  EXPECT_EQ(text, "hello");
  EXPECT_EQ(reply.finish_reason(), "length");
  EXPECT_EQ(reply.usage(), (Usage{1, 2, 3}));
}

TEST(ChatReplyTest, RejectsAWholeAnswerWithoutAChoice) {
  for (const char* body : {"{}", "[DONE]", "", "{\"status\":\"ok\"}"}) {
    ChatReply reply;
    std::string text;
    EXPECT_EQ(reply.TakeWhole(body, &text), Step::kMalformed) << body;
  }
}

TEST(ChatReplyTest, ReadsAnErrorAsAWholeAnswer) {
  ChatReply reply;
  std::string text;
  EXPECT_EQ(reply.TakeWhole(R"({"error":"no such model"})", &text),
            Step::kError);
  EXPECT_EQ(reply.error().message, "no such model");
}

struct BodyCase {
  const char* name;
  std::string body, message;
};
class ErrorMessageTest : public testing::TestWithParam<BodyCase> {};
TEST_P(ErrorMessageTest, FindsTheErrorMessage) {
  EXPECT_EQ(ErrorMessageOf(GetParam().body), GetParam().message);
}
INSTANTIATE_TEST_SUITE_P(
    Table, ErrorMessageTest,
    testing::Values(
        BodyCase{"OpenAi", R"({"error":{"message":"m","type":"t"}})", "m"},
        BodyCase{"String", R"({"error":"m"})", "m"},
        BodyCase{"Message", R"({"object":"error","message":"m"})", "m"},
        BodyCase{"Detail", R"({"detail":"m"})", "m"},
        BodyCase{"DetailList", R"({"detail":[{"loc":["a"]}]})",
                 R"({"detail":[{"loc":["a"]}]})"},
        BodyCase{"JsonString", R"("m")", "m"},
        BodyCase{"Plain", " upstream\n is\tgone ", "upstream  is gone"},
        BodyCase{"Page", "<!doctype html><h1>502</h1>", ""},
        BodyCase{"Empty", "", ""}, BodyCase{"NoUtf8", "a\xFF", "a\xEF\xBF\xBD"},
        BodyCase{"Long", std::string(600, 'x'), std::string(500, 'x') + " ..."},
        // Found by a fuzzer: each of these bytes becomes three.
        BodyCase{"LongWithoutUtf8", std::string(400, '\xFF'),
                 [] {
                   std::string message;
                   for (int i = 0; i < 166; ++i) message += "\xEF\xBF\xBD";
                   return message + " ...";
                 }()}),
    [](const testing::TestParamInfo<BodyCase>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway::upstream
