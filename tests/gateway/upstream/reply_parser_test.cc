#include "gateway/upstream/reply_parser.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace hermes::gateway::upstream {
namespace {

// Feeds `text` byte by byte, as the gateway does: passes bytes that were not
// parsed again, followed by new ones. Returns whether the reply is complete.
bool IsCompleteByteByByte(std::string_view text, std::string* body) {
  ReplyParser parser;
  std::string pending;
  for (const char c : text) {
    pending += c;
    size_t taken = 1;
    while (taken > 0 && !pending.empty() && !parser.complete()) {
      const std::string bytes = pending;
      const auto verdict = parser.Take(
          bytes, [&](std::string_view piece) { *body += piece; }, &taken);
      EXPECT_EQ(verdict, ReplyParser::Verdict::kGoOn);
      pending.erase(0, taken);
    }
  }
  return parser.complete() && pending.empty();
}

constexpr char kHead[] =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

// Found by a fuzzer: the library's assertion ended the program.
TEST(ReplyParserTest, TakesBodyWithoutChunksByteByByte) {
  std::string body;
  EXPECT_TRUE(IsCompleteByteByByte(std::string(kHead) + "0\r\n\r\n", &body));
  EXPECT_EQ(body, "");
  EXPECT_TRUE(
      IsCompleteByteByByte(std::string(kHead) + "0\r\nT: x\r\n\r\n", &body));
  EXPECT_EQ(body, "");
}

TEST(ReplyParserTest, TakesTrailerAfterLineOfLastChunk) {
  const auto ignore = [](std::string_view /*body*/) {};
  ReplyParser parser;
  size_t taken = 0;
  const std::string head = kHead;
  parser.Take(head, ignore, &taken);
  ASSERT_EQ(taken, head.size());
  for (const char* const bytes : {"0\r\n", "0\r\nT", "0\r\nT: x\r\n"}) {
    EXPECT_EQ(parser.Take(bytes, ignore, &taken), ReplyParser::Verdict::kGoOn);
    EXPECT_EQ(taken, 0U);
  }
  parser.Take("0\r\nT: x\r\n\r\n", ignore, &taken);
  EXPECT_TRUE(parser.complete());
}

// Found by a fuzzer in the first fix of the above.
TEST(ReplyParserTest, TakesShortBodyWithoutChunksThatBeginsWithZero) {
  ReplyParser parser;
  std::string body;
  const auto add = [&](std::string_view piece) { body += piece; };
  size_t taken = 0;
  const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
  parser.Take(head + "0P", add, &taken);
  ASSERT_EQ(taken, head.size());
  parser.Take("0P", add, &taken);
  EXPECT_EQ(taken, 2U);
  EXPECT_EQ(body, "0P");
  EXPECT_TRUE(parser.TakeEnd());
}

TEST(ReplyParserTest, TakesDataThatLooksLikeTheLastChunkByteByByte) {
  std::string body;
  EXPECT_TRUE(IsCompleteByteByByte(
      std::string(kHead) + "4\r\n0\r\n\r\r\n0\r\n\r\n", &body));
  EXPECT_EQ(body, "0\r\n\r");
}

}  // namespace
}  // namespace hermes::gateway::upstream
