#include "gateway/dashboard/login/address_range.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway::dashboard {
namespace {

struct Case {
  const char* name;
  const char* ranges;
  const char* address;
  bool contained;
};

class ContainsTest : public testing::TestWithParam<Case> {};

TEST_P(ContainsTest, DecidesWhetherRangeContainsAddress) {
  const auto ranges = ParseAddressRanges(GetParam().ranges);
  ASSERT_TRUE(ranges.ok()) << ranges.status();
  EXPECT_EQ(Contains(*ranges, *ParseAddress(GetParam().address)),
            GetParam().contained);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ContainsTest,
    testing::Values(Case{"Nothing", "", "10.0.0.1", false},
                    Case{"Exact", "10.0.0.1", "10.0.0.1", true},
                    Case{"Neighbour", "10.0.0.1", "10.0.0.2", false},
                    Case{"SecondOfList", "10.0.0.1, 10.0.0.2", "10.0.0.2",
                         true},
                    Case{"FirstOfRange", "10.0.0.0/24", "10.0.0.0", true},
                    Case{"LastOfRange", "10.0.0.0/24", "10.0.0.255", true},
                    Case{"AfterRange", "10.0.0.0/24", "10.0.1.0", false},
                    Case{"UnevenBits", "10.0.0.0/9", "10.127.0.1", true},
                    Case{"AfterUnevenBits", "10.0.0.0/9", "10.128.0.1", false},
                    Case{"OneBit", "128.0.0.0/1", "200.0.0.1", true},
                    Case{"V6", "fd00::/8", "fdab::1", true},
                    Case{"AfterV6", "fd00::/8", "fe00::1", false},
                    Case{"OtherFamily", "10.0.0.0/8", "fd00::1", false},
                    Case{"MappedAddress", "10.0.0.1", "::ffff:10.0.0.1", true},
                    Case{"MappedRange", "::ffff:10.0.0.1", "10.0.0.1", true}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

class BadRangeTest : public testing::TestWithParam<const char*> {};

TEST_P(BadRangeTest, NamesInvalidRange) {
  const auto ranges = ParseAddressRanges(GetParam());
  ASSERT_TRUE(absl::IsInvalidArgument(ranges.status()));
  EXPECT_NE(ranges.status().message().find(GetParam()), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Table, BadRangeTest,
                         testing::Values("*", "0.0.0.0/0", "::/0", "proxy",
                                         "10.0.0.0/33", "10.0.0.0/-1",
                                         "10.0.0.0/x", "10.0.0.0/8/8",
                                         "fe80::1%eth0"));

}  // namespace
}  // namespace hermes::gateway::dashboard
