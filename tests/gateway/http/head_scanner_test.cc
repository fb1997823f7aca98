#include "gateway/http/head_scanner.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace hermes::gateway::http {
namespace {

using State = HeadScanner::State;

constexpr size_t kMax = 64;

struct Case {
  const char* name;
  std::string text;
  State state;
  std::string head;  // the head, if it is complete
};

class HeadScannerTest : public testing::TestWithParam<Case> {};

void ExpectRow(const HeadScanner& scanner, State state, const Case& row) {
  EXPECT_EQ(state, row.state);
  if (state != State::kComplete) return;
  EXPECT_EQ(row.text.substr(scanner.begin(), scanner.end() - scanner.begin()),
            row.head);
  EXPECT_EQ(row.text.substr(scanner.minor_version() - 7, 7), "HTTP/1.");
}

TEST_P(HeadScannerTest, ScansTextInOnePiece) {
  HeadScanner scanner(kMax);
  ExpectRow(scanner, scanner.Scan(GetParam().text), GetParam());
}

TEST_P(HeadScannerTest, ScansTextByteByByte) {
  HeadScanner scanner(kMax);
  State state = State::kIncomplete;
  const std::string& text = GetParam().text;
  for (size_t size = 0; size <= text.size(); ++size) {
    state = scanner.Scan(std::string_view(text).substr(0, size));
  }
  ExpectRow(scanner, state, GetParam());
}

constexpr char kLeast[] = "GET / HTTP/1.1\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, HeadScannerTest,
    testing::Values(
        Case{"Nothing", "", State::kIncomplete, ""},
        Case{"Least", kLeast, State::kComplete, kLeast},
        Case{"Header", "GET / HTTP/1.1\r\nA: b\r\n\r\nrest", State::kComplete,
             "GET / HTTP/1.1\r\nA: b\r\n\r\n"},
        Case{"EmptyLinesBefore", std::string("\r\n\r\n") + kLeast,
             State::kComplete, kLeast},
        Case{"NotWhole", "GET / HTTP/1.1\r\nA: b\r\n", State::kIncomplete, ""},
        Case{"NextMinorVersion", "GET / HTTP/1.2\r\n\r\n", State::kComplete,
             "GET / HTTP/1.2\r\n\r\n"},
        Case{"NextMajorVersion", "GET / HTTP/2.0\r\n",
             State::kUnsupportedVersion, ""},
        Case{"NoVersion", "GET /\r\n", State::kMalformed, ""},
        Case{"OddVersion", "GET / HTTP/1.x\r\n", State::kMalformed, ""},
        Case{"VersionInLowerCase", "GET / http/1.1\r\n", State::kMalformed, ""},
        Case{"Tls", "\x16\x03\x01", State::kMalformed, ""},
        Case{"BareLineFeedBefore", "\nGET", State::kMalformed, ""},
        Case{"BareLineFeed", "GET / HTTP/1.1\n", State::kMalformed, ""},
        Case{"BareLineFeedInAHeader", "GET / HTTP/1.1\r\nA: b\n",
             State::kMalformed, ""},
        Case{"BareCarriageReturn", "GET / HTTP/1.1\r\nA: b\rc",
             State::kMalformed, ""},
        Case{"ControlByteInAMethod", "G\x01T / HTTP/1.1", State::kMalformed,
             ""},
        Case{"ControlByteInAHeader", "GET / HTTP/1.1\r\nA: \x7f",
             State::kMalformed, ""},
        Case{"TooLarge", "GET / HTTP/1.1\r\nA: " + std::string(kMax, 'x'),
             State::kTooLarge, ""},
        Case{"EndlessEmptyLines", std::string(kMax, '\r').replace(1, 1, "\n"),
             State::kMalformed, ""},
        Case{"ManyHeaders",
             "GET / HTTP/1.1\r\n"
             "a:\r\na:\r\na:\r\na:\r\na:\r\na:\r\na:\r\n"
             "a:\r\na:\r\na:\r\na:\r\na:\r\na:\r\na:\r\n",
             State::kTooLarge, ""}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(HeadScannerLimitTest, AcceptsAHeadOfExactlyTheLimit) {
  std::string text = "GET / HTTP/1.1\r\nA: \r\n\r\n";
  text.insert(19, kMax - text.size(), 'x');
  ASSERT_EQ(text.size(), kMax);
  EXPECT_EQ(HeadScanner(kMax).Scan(text), State::kComplete);
  text.insert(19, 1, 'x');
  EXPECT_EQ(HeadScanner(kMax).Scan(text), State::kTooLarge);
}

TEST(HeadScannerLimitTest, CountsEmptyLinesBeforeTheHead) {
  std::string text;
  for (size_t i = 0; i < kMax; ++i) text += "\r\n";
  EXPECT_EQ(HeadScanner(kMax).Scan(text), State::kTooLarge);
}

}  // namespace
}  // namespace hermes::gateway::http
