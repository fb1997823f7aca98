#include "shim/supervision/on_fatal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace hermes {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(OnFatalTest, ParsesStayAndExitOnlyAndDefaultsToStay) {
  EXPECT_EQ(ParseOnFatal(""), OnFatal::kStay);
  EXPECT_EQ(ParseOnFatal("stay"), OnFatal::kStay);
  EXPECT_EQ(ParseOnFatal("exit"), OnFatal::kExit);
  for (const char* value : {"EXIT", "1", " exit", "true"}) {
    EXPECT_EQ(ParseOnFatal(value), std::nullopt) << value;
  }
}

TEST(OnFatalTest, ReportsExitCodeAndHowToStartAgainOrThatContainerEnds) {
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

TEST(OnFatalTest, ReportsWhyFailuresArePolledFor) {
  const std::string used_up =
      UnreportedLine("coder", Error{EMFILE, "making an inotify instance", ""});
  EXPECT_THAT(used_up, HasSubstr("every 2 s whether gateway-coder has failed"));
  EXPECT_THAT(used_up, HasSubstr("Too many open files"));
  EXPECT_THAT(used_up, HasSubstr("fs.inotify.max_user_instances"));
  EXPECT_THAT(UnreportedLine("default", Error{ENOSYS, "watching", "data"}),
              Not(HasSubstr("fs.inotify")));
}

TEST(OnFatalTest, ExitsWithGatewaysCodeOrWithOneInsteadOfZero) {
  EXPECT_EQ(FatalExitCode(78), 78);
  EXPECT_EQ(FatalExitCode(137), 137);
  EXPECT_EQ(FatalExitCode(0), 1);
}

}  // namespace
}  // namespace hermes
