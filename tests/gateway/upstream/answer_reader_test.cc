#include "gateway/upstream/answer_reader.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "gateway/turn/utf8_sanitizer.h"

namespace hermes::gateway::upstream {
namespace {

constexpr char kEvents[] = "text/event-stream; charset=utf-8";
constexpr char kJson[] = "application/json";

// A stream with the text "Grü\u{1F600}e" in pieces, and with the other events
// and fields that servers send.
const std::string& Stream() {
  static const std::string& stream = *new std::string(
      ": processing\n\n"
      "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":"
      "{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\r\n"
      "\r\n"
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Gr\xC3\"}}]}"
      "\n\n"
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\xBC\"}}]}\n\n"
      "data: {\"choices\":[{\"index\":0,\n"
      "data: \"delta\":{\"content\":\"\\ud83d\\ude00e\"}}]}\n\n"
      "data: {\"choices\":[{\"index\":0,\"delta\":{},"
      "\"finish_reason\":\"length\"}]}\n\n"
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
      "\"completion_tokens\":6,\"total_tokens\":11}}\n\n"
      "data: [DONE]\n\n");
  return stream;
}
constexpr char kText[] =
    "Gr\xC3\xBC\xF0\x9F\x98\x80"
    "e";

AnswerReader Read(const char* type, const std::vector<std::string>& pieces) {
  AnswerReader reader(type);
  for (const std::string& piece : pieces) reader.Take(piece);
  reader.End();
  return reader;
}

TEST(AnswerReaderTest, ReadsAStreamInPiecesOfAnySize) {
  const std::string& stream = Stream();
  for (size_t cut = 0; cut <= stream.size(); ++cut) {
    AnswerReader reader =
        Read(kEvents, {stream.substr(0, cut), stream.substr(cut)});
    EXPECT_EQ(reader.text(), kText) << "cut at " << cut;
    EXPECT_FALSE(reader.error().has_value());
    EXPECT_EQ(reader.reply().finish_reason(), "length");
    EXPECT_EQ(reader.reply().usage(), (Usage{5, 6, 11}));
  }
}

TEST(AnswerReaderTest, ReportsAStreamThatIsCutShort) {
  const std::string& stream = Stream();
  const size_t finish = stream.find("\"length\"}]}\n\n") + 12;
  for (size_t end = 0; end < stream.size(); ++end) {
    const AnswerReader reader = Read(kEvents, {stream.substr(0, end)});
    if (end <= finish) {
      ASSERT_TRUE(reader.error().has_value()) << "ends at " << end;
      EXPECT_EQ(reader.error()->kind, ErrorKind::kBrokenOff);
    } else {
      EXPECT_FALSE(reader.error().has_value()) << "ends at " << end;
    }
  }
}

TEST(AnswerReaderTest, IgnoresBytesAfterDone) {
  AnswerReader reader(kEvents);
  reader.Take(Stream());
  EXPECT_TRUE(reader.over());
  reader.Take("data: {\"error\":{\"message\":\"late\"}}\n\n");
  EXPECT_FALSE(reader.error().has_value());
}

TEST(AnswerReaderTest, ReadsOneJsonObject) {
  const std::string body =
      R"({"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]})";
  for (const char* type : {kJson, "text/plain", ""}) {
    for (size_t cut = 0; cut <= body.size(); ++cut) {
      AnswerReader reader = Read(type, {body.substr(0, cut), body.substr(cut)});
      EXPECT_EQ(reader.text(), "hi") << type << " cut at " << cut;
      EXPECT_FALSE(reader.error().has_value());
    }
  }
}

TEST(AnswerReaderTest, RecognisesStreamDespiteOtherContentType) {
  AnswerReader reader = Read("text/plain", {"\n", Stream()});
  EXPECT_EQ(reader.text(), kText);
}

TEST(AnswerReaderTest, ReportsAnEventBeyondTheLimit) {
  AnswerReader reader(kEvents);
  const std::string piece(600 * 1024, 'x');
  reader.Take("data: ");
  reader.Take(piece);
  EXPECT_FALSE(reader.over());
  reader.Take(piece);
  ASSERT_TRUE(reader.error().has_value());
  EXPECT_EQ(reader.error()->kind, ErrorKind::kTooLarge);
}

TEST(AnswerReaderTest, ReportsAnAnswerBeyondTheLimit) {
  AnswerReader reader(kJson);
  const std::string piece(1 << 20, ' ');
  for (int i = 0; i < 10; ++i) reader.Take(piece);
  EXPECT_FALSE(reader.over());
  reader.Take(" ");
  ASSERT_TRUE(reader.error().has_value());
  EXPECT_EQ(reader.error()->kind, ErrorKind::kTooLarge);
}

TEST(AnswerReaderTest, KeepsTheTextBeforeAnError) {
  AnswerReader reader(kEvents);
  reader.Take(
      "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\n"
      "data: {\"error\":{\"message\":\"overloaded\"}}\n\n");
  EXPECT_EQ(reader.text(), "hi");
  ASSERT_TRUE(reader.error().has_value());
  EXPECT_EQ(reader.error()->kind, ErrorKind::kReportedError);
  EXPECT_EQ(reader.error()->detail, "overloaded");
}

TEST(AnswerReaderTest, ReportsMalformedEvents) {
  const AnswerReader reader = Read(kEvents, {"data: <html>\n\n"});
  ASSERT_TRUE(reader.error().has_value());
  EXPECT_EQ(reader.error()->kind, ErrorKind::kMalformed);
}

// SanitizeUtf8() does not change valid UTF-8, not even a U+FFFD in it.
bool IsValidUtf8(const std::string& text) { return SanitizeUtf8(text) == text; }

std::string Mutated(std::string stream, std::mt19937& random) {
  const auto below = [&random](size_t limit) { return random() % limit; };
  for (size_t i = 0, count = 1 + below(4); i < count; ++i) {
    const size_t at = below(stream.size());
    switch (below(4)) {
      case 0:
        stream[at] = static_cast<char>(random());
        break;
      case 1:
        stream.erase(at, 1 + below(8));
        break;
      case 2:
        stream.insert(at, 1 + below(3), static_cast<char>(random()));
        break;
      default:
        stream.insert(at, stream.substr(below(stream.size()), below(64)));
        break;
    }
    if (stream.empty()) stream = "\n";
  }
  return stream;
}

// For any stream the text is valid UTF-8, the end is decided, and the size of
// the pieces makes no difference.
TEST(AnswerReaderTest, ReadsMutatedStreamsTheSameInAnyPieces) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 20000; ++round) {
    const std::string stream = Mutated(Stream(), random);
    const char* const type = round % 3 == 0 ? "" : kEvents;
    AnswerReader whole = Read(type, {stream});
    EXPECT_TRUE(IsValidUtf8(whole.text()));
    AnswerReader cut(type);
    for (size_t at = 0; at < stream.size();) {
      const size_t size = 1 + random() % 50;
      cut.Take(std::string(stream, at, size));
      at += size;
    }
    cut.End();
    ASSERT_EQ(cut.text(), whole.text()) << stream;
    ASSERT_EQ(cut.error().has_value(), whole.error().has_value()) << stream;
    ASSERT_TRUE(whole.error().has_value() || whole.reply().complete());
  }
}

}  // namespace
}  // namespace hermes::gateway::upstream
