#include "gateway/logging/log_line.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

LogRecord Record(const std::string& message) {
  LogRecord record;
  record.time.tm_year = 126;
  record.time.tm_mon = 10;
  record.time.tm_mday = 22;
  record.time.tm_hour = 9;
  record.time.tm_min = 5;
  record.time.tm_sec = 7;
  record.millis = 42;
  record.level = "WARNING";
  record.source = "stop_watcher.cc";
  record.message = message;
  return record;
}

TEST(LogLineTest, HasExpectedFormat) {
  EXPECT_EQ(FormatLogLine(Record("what happened")),
            "2026-11-22 09:05:07,042 WARNING gateway.stop_watcher: what "
            "happened\n");
}

TEST(LogLineTest, PutsSessionBeforeLogger) {
  EXPECT_EQ(FormatLogLine(Record(InSession("api-12ab") + "what happened")),
            "2026-11-22 09:05:07,042 WARNING [api-12ab] gateway.stop_watcher: "
            "what happened\n");
}

TEST(LogLineTest, IgnoresBracketInsideMessage) {
  const std::string line = FormatLogLine(Record("a [b] c"));
  EXPECT_NE(line.find("gateway.stop_watcher: a [b] c"), std::string::npos);
}

TEST(LogLineTest, KeepsMessageInOneLine) {
  const std::string line =
      FormatLogLine(Record("bad\n2026-11-22 09:05:07,042 ERROR x: fake\r\n"));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_NE(line.find("bad\\n2026"), std::string::npos);
}

TEST(LogLineTest, KeepsSessionIdInOneLine) {
  const std::string line = FormatLogLine(Record(InSession("a\nb") + "c"));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(OneLineTest, EscapesControlCharacters) {
  EXPECT_EQ(OneLine("a\tb\x1b[31mc\x7f"), "a\\tb\\x1b[31mc\\x7f");
  EXPECT_EQ(OneLine("\u2028\u202e\u0085"), "\\u2028\\u202e\\x85");
  EXPECT_EQ(OneLine(std::string("\0x", 2)), "\\x00x");
}

TEST(OneLineTest, KeepsTextOfAnyLanguage) {
  EXPECT_EQ(OneLine("Gr\u00fc\u00dfe, \u65e5\u672c\u8a9e \U0001f600"),
            "Gr\u00fc\u00dfe, \u65e5\u672c\u8a9e \U0001f600");
}

TEST(OneLineTest, EscapesInvalidUtf8) {
  EXPECT_EQ(OneLine("a\xff\xc0\x80z"), "a\\xff\\xc0\\x80z");
  EXPECT_EQ(OneLine("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(OneLine("\xe6\x97"), "\\xe6\\x97");           // truncated
}

TEST(OneLineTest, DropsTrailingWhiteSpace) {
  EXPECT_EQ(OneLine("a \n\n"), "a");
}

}  // namespace
}  // namespace hermes::gateway
