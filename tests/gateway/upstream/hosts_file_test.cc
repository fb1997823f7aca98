#include "gateway/upstream/hosts_file.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hermes::gateway::upstream {
namespace {

using Words = std::vector<std::string>;

Words Text(const std::vector<boost::asio::ip::address>& addresses) {
  Words words;
  for (const auto& one : addresses) words.push_back(one.to_string());
  return words;
}

constexpr char kHosts[] =
    "127.0.0.1\tlocalhost\n"
    "# 10.0.0.9 commented\n"
    "10.0.0.1  Alpha alpha.test # 10.0.0.8 beta\n"
    "fe00::1 alpha\r\n"
    "garbage gamma\n"
    "10.0.0.2\n"
    "10.0.0.3 delta";

struct Case {
  const char* name;
  const char* host;
  Words addresses;
};
class HostsFileTest : public testing::TestWithParam<Case> {};
TEST_P(HostsFileTest, FindsTheAddresses) {
  EXPECT_EQ(Text(AddressesInHosts(kHosts, GetParam().host)),
            GetParam().addresses);
}
INSTANTIATE_TEST_SUITE_P(
    Table, HostsFileTest,
    testing::Values(
        Case{"Several", "alpha", {"10.0.0.1", "fe00::1"}},
        Case{"Alias", "ALPHA.test", {"10.0.0.1"}},
        Case{"Comment", "commented", {}}, Case{"BehindAComment", "beta", {}},
        Case{"NoAddress", "gamma", {}}, Case{"AddressIsNoName", "10.0.0.2", {}},
        Case{"LastLine", "delta", {"10.0.0.3"}}, Case{"Prefix", "alph", {}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

class WithoutAskingTest : public testing::TestWithParam<Case> {};
TEST_P(WithoutAskingTest, FindsTheAddresses) {
  EXPECT_EQ(Text(AddressesWithoutAsking(GetParam().host)),
            GetParam().addresses);
}
INSTANTIATE_TEST_SUITE_P(
    Table, WithoutAskingTest,
    testing::Values(Case{"V4", "10.1.2.3", {"10.1.2.3"}},
                    Case{"V6", "2001:db8::1", {"2001:db8::1"}},
                    Case{"Localhost", "LocalHost", {"127.0.0.1", "::1"}},
                    Case{"BelowLocalhost", "a.localhost", {"127.0.0.1", "::1"}},
                    Case{"NotLocalhost", "notlocalhost", {}},
                    Case{"Name", "api.test", {}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway::upstream
