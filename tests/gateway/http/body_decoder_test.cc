#include "gateway/http/body_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace hermes::gateway::http {
namespace {

using State = BodyDecoder::State;

constexpr uint64_t kMax = 100;

struct Decoded {
  State state;
  std::string body;
  size_t used = 0;
};

// Feeds `text` in pieces of `piece` bytes.
Decoded Decode(BodyDecoder decoder, std::string_view text, size_t piece) {
  Decoded decoded;
  while (decoder.state() == State::kIncomplete && decoded.used < text.size()) {
    const BodyDecoder::Piece next =
        decoder.Next(text.substr(decoded.used, piece));
    EXPECT_GT(next.used, 0u);
    decoded.used += next.used;
    decoded.body += next.data;
    if (next.used == 0) break;
  }
  decoded.state = decoder.state();
  return decoded;
}

struct Case {
  const char* name;
  std::string text;
  State state;
  std::string body;
  size_t rest = 0;  // bytes that must not be consumed
};

class BodyDecoderTest : public testing::TestWithParam<Case> {};

TEST_P(BodyDecoderTest, DecodesTheSameForEveryPieceSize) {
  const Case& row = GetParam();
  for (const size_t piece :
       {row.text.size(), size_t{1}, size_t{2}, size_t{3}}) {
    const Decoded decoded = Decode(BodyDecoder::Chunked(kMax), row.text, piece);
    EXPECT_EQ(decoded.state, row.state) << piece;
    EXPECT_EQ(decoded.body, row.body) << piece;
    EXPECT_EQ(decoded.used, row.text.size() - row.rest) << piece;
  }
}

const std::string& LongLine() {
  static const auto& line = *new std::string(BodyDecoder::kMaxLineBytes, 'x');
  return line;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BodyDecoderTest,
    testing::Values(
        Case{"Empty", "0\r\n\r\nGET", State::kComplete, "", 3},
        Case{"TwoChunks", "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
             State::kComplete, "abc0123456789"},
        Case{"Extension", "1;a=\"b;c\" ;d\r\nx\r\n0;e\r\n\r\n",
             State::kComplete, "x"},
        Case{"SpaceBeforeAnExtension", "1 \t;a\r\nx\r\n0\r\n\r\n",
             State::kComplete, "x"},
        Case{"Trailers", "0\r\nA: b\r\nC:\r\n\r\nGET", State::kComplete, "", 3},
        Case{"NotWhole", "3\r\nab", State::kIncomplete, "ab"},
        Case{"AsLargeAsTheLimit",
             "64\r\n" + std::string(100, 'x') + "\r\n0\r\n\r\n",
             State::kComplete, std::string(100, 'x')},
        Case{"ChunkTooLarge", "65\r\nx", State::kTooLarge, "", 1},
        Case{"ChunksTooLarge", "1\r\nx\r\n64\r\nx", State::kTooLarge, "x", 1},
        Case{"NoDigit", "\r\nx", State::kMalformed, "", 2},
        Case{"Sign", "-1\r\nx", State::kMalformed, "", 4},
        Case{"Prefix", "0x1\r\nx", State::kMalformed, "", 4},
        Case{"Overflow", "fffffffffffffffff\r\n", State::kMalformed, "", 2},
        Case{"BareLineFeed", "1\nx", State::kMalformed, "", 1},
        Case{"BareLineFeedInAnExtension", "1;a\nx", State::kMalformed, "", 1},
        Case{"BareCarriageReturn", "1\rx", State::kMalformed, ""},
        Case{"SpaceWithoutAnExtension", "1 \r\nx", State::kMalformed, "", 2},
        Case{"ControlByte", std::string("1;\0\r\n", 5), State::kMalformed, "",
             2},
        Case{"ChunkLongerThanItSaid", "1\r\nxx\r\n", State::kMalformed, "x", 2},
        Case{"ChunkEndsWithALineFeed", "1\r\nx\n0", State::kMalformed, "x", 1},
        Case{"TrailerWithoutAColon", "0\r\nab\r\n\r\n", State::kMalformed, "",
             3},
        Case{"TrailerWithoutAName", "0\r\n: b\r\n\r\n", State::kMalformed, "",
             6},
        Case{"TrailerWithABareLineFeed", "0\r\na: b\n\r\n", State::kMalformed,
             "", 2},
        Case{"EndWithABareLineFeed", "0\r\n\n", State::kMalformed, "", 0},
        Case{"EndlessSize", std::string(BodyDecoder::kMaxLineBytes + 1, '0'),
             State::kMalformed, ""},
        Case{"EndlessExtension", "1;" + LongLine(), State::kMalformed, "", 1},
        Case{"EndlessTrailer", "0\r\na:" + LongLine(), State::kMalformed, "",
             1}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(BodyDecoderLimitTest, LimitsTheTotalSizeOfTrailers) {
  std::string text = "0\r\n";
  for (int i = 0; i < 2000; ++i) text += "a: b\r\n";
  const Decoded decoded = Decode(BodyDecoder::Chunked(kMax), text, text.size());
  EXPECT_EQ(decoded.state, State::kMalformed);
  EXPECT_LE(decoded.used, BodyDecoder::kMaxLineBytes + 4);
}

TEST(BodyDecoderLengthTest, ConsumesExactlyTheDeclaredLength) {
  for (const size_t piece : {1, 2, 7}) {
    const Decoded decoded =
        Decode(BodyDecoder::WithLength(3, kMax), "abcGET", piece);
    EXPECT_EQ(decoded.state, State::kComplete);
    EXPECT_EQ(decoded.body, "abc");
    EXPECT_EQ(decoded.used, 3u);
  }
  EXPECT_EQ(BodyDecoder::WithLength(0, kMax).state(), State::kComplete);
  EXPECT_EQ(BodyDecoder::WithLength(kMax, kMax).state(), State::kIncomplete);
  EXPECT_EQ(BodyDecoder::WithLength(kMax + 1, kMax).state(), State::kTooLarge);
}

}  // namespace
}  // namespace hermes::gateway::http
