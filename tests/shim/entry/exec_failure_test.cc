#include "shim/entry/exec_failure.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

namespace hermes {
namespace {

struct Case {
  std::string name;
  int err;
  bool is_there;
  int exit_code;
  std::string what;
};

class ExplainExecFailureTest : public testing::TestWithParam<Case> {};

TEST_P(ExplainExecFailureTest, ReturnsExitCodeAndReason) {
  const ExecFailure failure =
      ExplainExecFailure("/a/tool", GetParam().err, GetParam().is_there);
  EXPECT_EQ(failure.exit_code, GetParam().exit_code);
  EXPECT_EQ(failure.message.rfind("/a/tool ", 0), 0u) << failure.message;
  EXPECT_NE(failure.message.find(GetParam().what), std::string::npos)
      << failure.message;
  EXPECT_EQ(failure.message.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ExplainExecFailureTest,
    testing::Values(
        Case{"Missing", ENOENT, false, 127, "does not exist"},
        Case{"MissingBelowFile", ENOTDIR, false, 127, "does not exist"},
        Case{"MissingInterpreter", ENOENT, true, 126, "interpreter"},
        Case{"WrongFormat", ENOEXEC, true, 126, "#!"},
        Case{"NotExecutable", EACCES, true, 126, "x bit"},
        Case{"UnreachableDirectory", EACCES, false, 126, "x bit"},
        Case{"TooLong", E2BIG, true, 126, "arguments"},
        Case{"AnythingElse", ELOOP, false, 126, "executed"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
