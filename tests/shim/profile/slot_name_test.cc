#include "shim/profile/slot_name.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

struct Case {
  const char* name;
  std::string profile;
  bool valid;
};

class ProfileNameTest : public testing::TestWithParam<Case> {};

TEST_P(ProfileNameTest, AcceptsOnlyValidNames) {
  EXPECT_EQ(IsProfileName(GetParam().profile), GetParam().valid);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ProfileNameTest,
    testing::Values(Case{"Letter", "a", true}, Case{"Digit", "0", true},
                    Case{"AllKinds", "a0_-z9", true},
                    Case{"LongestAllowed", std::string(64, 'a'), true},
                    Case{"OneTooLong", std::string(65, 'a'), false},
                    Case{"Empty", "", false}, Case{"UpperCase", "A", false},
                    Case{"UpperCaseInside", "aB", false},
                    Case{"LeadingDash", "-a", false},
                    Case{"LeadingUnderscore", "_a", false},
                    Case{"LeadingDot", ".tmp", false},
                    Case{"Parent", "../x", false}, Case{"Slash", "a/b", false},
                    Case{"Space", "a b", false}, Case{"Newline", "a\n", false},
                    Case{"Nul", std::string("a\0", 2), false},
                    Case{"NotAscii", "\xc3\xa9", false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(SlotNameTest, JoinsPrefixAndProfile) {
  EXPECT_EQ(SlotName("default"), "gateway-default");
}

TEST(ProfileOfSlotTest, InvertsSlotName) {
  EXPECT_EQ(ProfileOfSlot(SlotName("a-b")), "a-b");
}

TEST(ProfileOfSlotTest, RejectsNamesOfOtherServices) {
  EXPECT_EQ(ProfileOfSlot("dashboard"), std::nullopt);
  EXPECT_EQ(ProfileOfSlot("gateway"), std::nullopt);
  EXPECT_EQ(ProfileOfSlot(""), std::nullopt);
}

TEST(ProfileOfSlotTest, RejectsInvalidProfile) {
  EXPECT_EQ(ProfileOfSlot("gateway-"), std::nullopt);
  EXPECT_EQ(ProfileOfSlot("gateway-A"), std::nullopt);
  EXPECT_EQ(ProfileOfSlot(".gateway-a.staging-1-0"), std::nullopt);
}

}  // namespace
}  // namespace hermes
