#include "shim/base/umask_setting.h"

#include <sys/types.h>

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

struct Case {
  std::string text;
  std::optional<mode_t> mask;
};

class ParseUmaskTest : public testing::TestWithParam<Case> {};

TEST_P(ParseUmaskTest, AcceptsOnlyOctalMasks) {
  EXPECT_EQ(ParseUmask(GetParam().text), GetParam().mask);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ParseUmaskTest,
    testing::Values(Case{"022", 022}, Case{"0027", 027}, Case{"0", 0},
                    Case{"777", 0777}, Case{"", std::nullopt},
                    Case{"1000", std::nullopt}, Case{"028", std::nullopt},
                    Case{" 22", std::nullopt}, Case{"22 ", std::nullopt},
                    Case{"-22", std::nullopt}, Case{"00022", std::nullopt},
                    Case{"u=rwx", std::nullopt}));

}  // namespace
}  // namespace hermes
