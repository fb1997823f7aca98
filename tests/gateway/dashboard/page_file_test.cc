#include "gateway/dashboard/page_file.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes::gateway::dashboard {
namespace {

constexpr PageFile kFile = {"a.css", "tag", "plain", "packed"};

struct Case {
  const char* name;
  std::optional<std::string> accepts;
  std::optional<std::string> has;
  int status;
  const char* body;
};

class PageReplyTest : public testing::TestWithParam<Case> {};

TEST_P(PageReplyTest, NegotiatesCodingAndRevalidation) {
  http::Request head;
  head.accept_encoding = GetParam().accepts;
  head.if_none_match = GetParam().has;
  const http::Response reply = PageResponse(kFile, head);
  EXPECT_EQ(reply.status, GetParam().status);
  EXPECT_EQ(reply.body, GetParam().body);
  EXPECT_EQ(reply.headers.front().second, "text/css; charset=utf-8");
}

INSTANTIATE_TEST_SUITE_P(
    Table, PageReplyTest,
    testing::Values(
        Case{"Plain", {}, {}, 200, "plain"},
        Case{"Gzip", "br, gzip", {}, 200, "packed"},
        Case{"GzipWithWeight", "gzip;q=0.5", {}, 200, "packed"},
        Case{"GzipWithLeastWeight", "gzip;q=0.001", {}, 200, "packed"},
        Case{"GzipRefused", "gzip;q=0", {}, 200, "plain"},
        Case{"GzipRefusedWithDecimals", "gzip;q=0.000", {}, 200, "plain"},
        Case{"GzipRefusedInUpperCase", "GZIP ; Q=0.0", {}, 200, "plain"},
        Case{"GzipInUpperCase", "br, GZip;Q=1", {}, 200, "packed"},
        Case{"OtherCoding", "x-gzip", {}, 200, "plain"},
        Case{"CurrentTag", "gzip", "W/\"tag\"", 304, ""},
        Case{"CurrentTagAmongOthers", {}, "\"x\", \"tag\"", 304, ""},
        Case{"OtherTag", {}, "\"x\"", 200, "plain"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(FindPageFileTest, FindsEmbeddedPage) {
  ASSERT_NE(FindPageFile("index.html"), nullptr);
  EXPECT_EQ(FindPageFile("index.html")->plain.substr(0, 15), "<!doctype html>");
  EXPECT_EQ(FindPageFile("nothing"), nullptr);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
