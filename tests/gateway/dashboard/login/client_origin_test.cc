#include "gateway/dashboard/login/client_origin.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes::gateway::dashboard {
namespace {

struct Case {
  const char* name;
  const char* peer;
  std::optional<std::string> forwarded_for;
  std::optional<std::string> forwarded_proto;
  const char* address;
  bool https;
};

class OriginOfTest : public testing::TestWithParam<Case> {};

TEST_P(OriginOfTest, FindsClientAddressAndScheme) {
  http::Request head;
  head.peer = GetParam().peer;
  head.forwarded_for = GetParam().forwarded_for;
  head.forwarded_proto = GetParam().forwarded_proto;
  const ClientOrigin origin =
      OriginOf(head, *ParseAddressRanges("10.0.0.0/24, 192.0.2.9"));
  EXPECT_EQ(origin.address, GetParam().address);
  EXPECT_EQ(origin.https, GetParam().https);
  EXPECT_EQ(origin.by_trusted_proxy,
            std::string(GetParam().peer) != "198.51.100.1");
}

INSTANTIATE_TEST_SUITE_P(
    Table, OriginOfTest,
    testing::Values(
        Case{"Direct", "198.51.100.1", {}, {}, "198.51.100.1", false},
        Case{"UntrustedPeersHeadersAreIgnored", "198.51.100.1", "203.0.113.1",
             "https", "198.51.100.1", false},
        Case{"TrustedProxysHeadersCount", "10.0.0.5", "203.0.113.1", "https",
             "203.0.113.1", true},
        Case{"TrustedProxyAtMappedAddress",
             "::ffff:10.0.0.5",
             "203.0.113.1",
             {},
             "203.0.113.1",
             false},
        Case{"TrustedProxyWithoutHeaders",
             "10.0.0.5",
             {},
             {},
             "10.0.0.5",
             false},
        Case{"LastUntrustedAddressCounts",
             "10.0.0.5",
             "1.1.1.1, 203.0.113.1, 192.0.2.9",
             {},
             "203.0.113.1",
             false},
        Case{"OnlyTrustedProxies",
             "10.0.0.5",
             "10.0.0.7, 192.0.2.9",
             {},
             "10.0.0.7",
             false},
        Case{"InvalidAddressEndsList",
             "10.0.0.5",
             "203.0.113.1, evil, 192.0.2.9",
             {},
             "192.0.2.9",
             false},
        Case{"LastProtocolCounts", "10.0.0.5", "203.0.113.1", "https, http",
             "203.0.113.1", false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway::dashboard
