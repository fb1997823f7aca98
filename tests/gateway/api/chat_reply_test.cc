#include "gateway/api/chat_reply.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "gateway/turn/backend.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

// A text with characters that must be escaped in JSON or in an event stream.
const std::string kNasty(
    "\"\\/\n\r\t\b\f\x01\x1f\0\x7f\xC3\xA4\xE2\x80\xA8\xF0\x9F\x98\x80</"
    "script>",
    30);

CompletionIdentity Identity() { return {"chatcmpl-1", 7, "a \"model\"\n"}; }

// Returns the data of `text`, which must be a single event.
json::value DataOf(const std::string& text) {
  EXPECT_EQ(text.rfind("data: ", 0), 0u) << text;
  EXPECT_EQ(text.find('\n'), text.size() - 2) << text;
  EXPECT_EQ(text.substr(text.size() - 2), "\n\n");
  return json::parse(text.substr(6));
}

TEST(QuotedTest, ParsesBackUnchanged) {
  EXPECT_EQ(json::parse(Quoted(kNasty)), json::string(kNasty));
  EXPECT_EQ(Quoted(""), "\"\"");
}

TEST(CompletionChunksTest, WritesEachChunkAsOneJsonEvent) {
  const CompletionChunks chunks(Identity());
  const json::value role = DataOf(chunks.Role());
  EXPECT_EQ(role.at("id"), "chatcmpl-1");
  EXPECT_EQ(role.at("created"), 7);
  EXPECT_EQ(role.at("model"), "a \"model\"\n");
  EXPECT_EQ(role.at("choices").at(0).at("delta").at("role"), "assistant");
  EXPECT_TRUE(role.at("choices").at(0).at("finish_reason").is_null());
  const json::value text = DataOf(chunks.Text(kNasty));
  EXPECT_EQ(text.at("choices").at(0).at("delta").at("content"),
            json::string(kNasty));
}

TEST(CompletionChunksTest, EndsWithFinishReasonUsageAndDone) {
  TurnOutcome outcome;
  outcome.finish_reason = "length";
  outcome.usage = Usage{1, 2, 3};
  const std::string end = CompletionChunks(Identity()).End(outcome);
  const size_t done = end.find("data: [DONE]\n\n");
  ASSERT_EQ(done, end.size() - 14);
  const json::value last = DataOf(end.substr(0, done));
  EXPECT_EQ(last.at("choices").at(0).at("finish_reason"), "length");
  EXPECT_EQ(last.at("usage").at("total_tokens"), 3);
  EXPECT_FALSE(last.as_object().contains("error"));
}

TEST(CompletionChunksTest, EndsFailureWithItsError) {
  TurnOutcome outcome;
  outcome.finish_reason = "error";
  outcome.failure = TurnFailure();
  outcome.failure->message = "It said \"no\".\n";
  const std::string end = CompletionChunks(Identity()).End(outcome);
  const json::value last = DataOf(end.substr(0, end.size() - 14));
  EXPECT_EQ(last.at("error").at("message"), "It said \"no\".\n");
  EXPECT_EQ(last.at("error").at("hermes").at("failed"), true);
}

TEST(CompletionBodyTest, ContainsTheText) {
  TurnOutcome outcome;
  outcome.text = kNasty;
  const json::value body = json::parse(CompletionBody(Identity(), outcome));
  EXPECT_EQ(body.at("choices").at(0).at("message").at("content"),
            json::string(kNasty));
  EXPECT_EQ(body.at("usage").at("prompt_tokens"), 0);
}

}  // namespace
}  // namespace hermes::gateway::api
