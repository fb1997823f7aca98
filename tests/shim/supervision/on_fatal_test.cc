#include "shim/supervision/on_fatal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hermes {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(OnFatalTest, ExactWordsAndStayByDefault) {
  EXPECT_EQ(ParseOnFatal(""), OnFatal::kStay);
  EXPECT_EQ(ParseOnFatal("stay"), OnFatal::kStay);
  EXPECT_EQ(ParseOnFatal("exit"), OnFatal::kExit);
  for (const char* value : {"EXIT", "1", " exit", "true"}) {
    EXPECT_EQ(ParseOnFatal(value), std::nullopt) << value;
  }
}

TEST(OnFatalTest, LineTellsTheCodeAndWhatToDo) {
  const std::string stay = FatalLine("coder", 78, OnFatal::kStay);
  EXPECT_THAT(stay, HasSubstr("gateway-coder has failed for good"));
  EXPECT_THAT(stay, HasSubstr("exit code 78"));
  EXPECT_THAT(stay, HasSubstr("`hermes -p coder gateway start`"));
  EXPECT_THAT(FatalLine("default", 78, OnFatal::kStay),
              HasSubstr("`hermes gateway start`"));
  const std::string exit = FatalLine("default", 127, OnFatal::kExit);
  EXPECT_THAT(exit, HasSubstr("HERMES_GATEWAY_ON_FATAL=exit"));
  EXPECT_THAT(exit, Not(HasSubstr("gateway start")));
}

TEST(OnFatalTest, ExitCodeIsTheGatewaysAndNeverZero) {
  EXPECT_EQ(FatalExitCode(78), 78);
  EXPECT_EQ(FatalExitCode(137), 137);
  EXPECT_EQ(FatalExitCode(0), 1);
}

}  // namespace
}  // namespace hermes
