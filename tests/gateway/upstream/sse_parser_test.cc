#include "gateway/upstream/sse_parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace hermes::gateway::upstream {
namespace {

using Events = std::vector<std::string>;  // NAME|DATA

constexpr size_t kLimit = 1000;

bool FeedTo(SseParser& parser, std::string_view bytes, Events* events) {
  return parser.Feed(bytes, [events](const SseEvent& event) {
    events->push_back(std::string(event.name) + "|" + std::string(event.data));
  });
}

struct Case {
  const char* name;
  std::string stream;
  Events events;
};

class SseParserTest : public testing::TestWithParam<Case> {};

TEST_P(SseParserTest, ParsesEventsInOnePiece) {
  SseParser parser(kLimit);
  Events events;
  EXPECT_TRUE(FeedTo(parser, GetParam().stream, &events));
  EXPECT_EQ(events, GetParam().events);
}

TEST_P(SseParserTest, ParsesEventsInAnyTwoPieces) {
  const std::string& stream = GetParam().stream;
  for (size_t cut = 0; cut <= stream.size(); ++cut) {
    SseParser parser(kLimit);
    Events events;
    // Each piece has its own memory, which is freed after the call.
    FeedTo(parser, std::string(stream, 0, cut), &events);
    FeedTo(parser, std::string(stream, cut), &events);
    EXPECT_EQ(events, GetParam().events) << "cut at " << cut;
  }
}

TEST_P(SseParserTest, ParsesEventsByteByByte) {
  SseParser parser(kLimit);
  Events events;
  for (const char c : GetParam().stream) {
    FeedTo(parser, std::string(1, c), &events);
  }
  EXPECT_EQ(events, GetParam().events);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SseParserTest,
    testing::Values(
        Case{"Empty", "", {}},
        Case{"Lf", "data: a\n\ndata: b\n\n", {"|a", "|b"}},
        Case{"CrLf", "data: a\r\n\r\ndata: b\r\n\r\n", {"|a", "|b"}},
        Case{"Cr", "data: a\r\rdata: b\r\r", {"|a", "|b"}},
        Case{"MixedLineEnds",
             "data: a\r\n\ndata: b\n\rdata: c\r\n\r",
             {"|a", "|b", "|c"}},
        Case{"NoSpace", "data:a\n\n", {"|a"}},
        Case{"OnlyOneSpaceGoes", "data:  a\n\n", {"| a"}},
        Case{"ManyLines", "data: a\ndata: b\ndata:\n\n", {"|a\nb\n"}},
        Case{"NoColon", "data\n\n", {"|"}},
        Case{"Comments", ": hello\n\n:\ndata: a\n: x\n\n", {"|a"}},
        Case{
            "Named", "event: error\ndata: a\n\ndata: b\n\n", {"error|a", "|b"}},
        Case{"NameWithoutData", "event: ping\n\ndata: a\n\n", {"|a"}},
        Case{"OtherFields", "id: 7\nretry: 9\nfoo: bar\ndata: a\n\n", {"|a"}},
        Case{"ByteOrderMark",
             "\xEF\xBB\xBF"
             "data: a\n\n",
             {"|a"}},
        Case{"HalfAByteOrderMark",
             "\xEF\xBB"
             "data: a\n\ndata: b\n\n",
             {"|b"}},
        Case{"MarkIsOnlyAtTheStart",
             "data: \xEF\xBB\xBF\n\n",
             {"|\xEF\xBB\xBF"}},
        Case{"CutOffCountsNot", "data: a\n\ndata: b\n", {"|a"}},
        Case{"ColonsInData", "data: {\"a\":1}\n\n", {"|{\"a\":1}"}},
        Case{"BlankLines", "\n\n\r\n\rdata: a\n\n\n\n", {"|a"}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(SseParserLimitTest, AcceptsAnEventOfExactlyTheLimit) {
  SseParser parser(10);
  Events events;
  EXPECT_TRUE(FeedTo(parser, "data:12345\ndata:12345\n\n", &events));
  EXPECT_EQ(events.size(), 1u);
}

TEST(SseParserLimitTest, RejectsDataBeyondTheLimit) {
  SseParser parser(10);
  Events events;
  EXPECT_FALSE(
      FeedTo(parser, "data:123456\ndata:123456\n\ndata:a\n\n", &events));
  EXPECT_FALSE(FeedTo(parser, "data:a\n\n", &events));
  EXPECT_TRUE(events.empty());
}

// Found by a fuzzer: a line that arrived in one piece was not limited.
TEST(SseParserLimitTest, AppliesTheLineLimitToAnyPieces) {
  for (const std::string line : {"data:123456", ": 123456789", "event:12345"}) {
    Events events;
    SseParser whole(10);
    EXPECT_FALSE(FeedTo(whole, line + "\n\n", &events)) << line;
    SseParser pieces(10);
    bool in_limit = true;
    for (const char c : line + "\n\n") {
      in_limit = FeedTo(pieces, std::string(1, c), &events);
    }
    EXPECT_FALSE(in_limit) << line;
    EXPECT_TRUE(events.empty());
  }
}

TEST(SseParserLimitTest, RejectsALineWithoutAnEnd) {
  SseParser parser(10);
  Events events;
  EXPECT_TRUE(FeedTo(parser, "data:12345", &events));
  EXPECT_FALSE(FeedTo(parser, "6", &events));
}

// Returns the shortest of several times that one Feed() of `stream` takes.
std::chrono::nanoseconds TimeToFeed(const std::string& stream) {
  auto shortest = std::chrono::nanoseconds::max();
  for (int run = 0; run < 5; ++run) {
    SseParser parser(kLimit);
    Events events;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(FeedTo(parser, stream, &events));
    shortest = std::min<std::chrono::nanoseconds>(
        shortest, std::chrono::steady_clock::now() - start);
  }
  return shortest;
}

class SseParserWorkTest : public testing::TestWithParam<const char*> {};

// If the search for each line's end reads the rest of the stream, 16 times the
// bytes take 256 times as long.
TEST_P(SseParserWorkTest, TakesTimeProportionalToTheBytes) {
  std::string small;
  while (small.size() < 64 * 1024) small += GetParam();
  std::string large;
  for (int i = 0; i < 16; ++i) large += small;
  EXPECT_LT(TimeToFeed(large), TimeToFeed(small) * 80);
}

INSTANTIATE_TEST_SUITE_P(LineEnds, SseParserWorkTest,
                         testing::Values("\r", ":\r", "\n", ":\n", "\r\n",
                                         ":\n:\r"));

}  // namespace
}  // namespace hermes::gateway::upstream
