#include "shim/base/truth.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes {
namespace {

struct Case {
  std::string name;
  std::string value;
  Truth truth;
};

class ParseTruthTest : public testing::TestWithParam<Case> {};

TEST_P(ParseTruthTest, AcceptsOnlyListedWords) {
  EXPECT_EQ(ParseTruth(GetParam().value), GetParam().truth);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ParseTruthTest,
    testing::Values(
        Case{"One", "1", Truth::kTrue}, Case{"True", "true", Truth::kTrue},
        Case{"Yes", "yes", Truth::kTrue}, Case{"UpperYes", "YES", Truth::kTrue},
        Case{"MixedTrue", "TrUe", Truth::kTrue},
        Case{"Empty", "", Truth::kFalse}, Case{"Zero", "0", Truth::kFalse},
        Case{"False", "false", Truth::kFalse},
        Case{"UpperNo", "NO", Truth::kFalse},
        Case{"On", "on", Truth::kUnrecognised},
        Case{"Typo", "ture", Truth::kUnrecognised},
        Case{"LeadingSpace", " 1", Truth::kUnrecognised},
        Case{"TrailingNewline", "1\n", Truth::kUnrecognised},
        Case{"Two", "2", Truth::kUnrecognised},
        Case{"Y", "y", Truth::kUnrecognised},
        Case{"Longer", "yess", Truth::kUnrecognised}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
