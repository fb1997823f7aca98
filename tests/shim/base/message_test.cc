#include "shim/base/message.h"

#include <unistd.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace hermes {
namespace {

std::string Said(std::initializer_list<std::string_view> parts) {
  testing::internal::CaptureStderr();
  Say(parts);
  return testing::internal::GetCapturedStderr();
}

TEST(SayTest, IsOneLineWithThePrefix) {
  EXPECT_EQ(Said({"a", "", "b"}), "hermes-entry: ab\n");
}

TEST(SayTest, ControlCharactersAreShownAsQuestionMarks) {
  EXPECT_EQ(Said({"\x1b[31m\r\x7f\t"}), "hermes-entry: ?[31m???\n");
}

TEST(SayTest, TextBeyondAsciiStays) {
  EXPECT_EQ(Said({"\xc3\xa9"}), "hermes-entry: \xc3\xa9\n");
}

TEST(SayTest, NobodyReadingIsNoError) {
  const int kept = dup(STDERR_FILENO);
  close(STDERR_FILENO);
  Say({"into the void"});
  EXPECT_EQ(dup2(kept, STDERR_FILENO), STDERR_FILENO);
  close(kept);
}

}  // namespace
}  // namespace hermes
