#include "gateway/command/dashboard_request.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

using Kind = DashboardRequest::Kind;

struct Case {
  const char* name;
  std::vector<std::string> words;
  Kind kind = Kind::kServe;
  std::optional<std::string> host = std::nullopt;
  std::optional<std::string> port = std::nullopt;
  bool insecure = false;
};

class ParseDashboardOptionsTest : public testing::TestWithParam<Case> {};

TEST_P(ParseDashboardOptionsTest, ParsesOptions) {
  const auto request = ParseDashboardOptions(GetParam().words);
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->kind, GetParam().kind);
  EXPECT_EQ(request->host, GetParam().host);
  EXPECT_EQ(request->port, GetParam().port);
  EXPECT_EQ(request->insecure, GetParam().insecure);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ParseDashboardOptionsTest,
    testing::Values(
        Case{"Nothing", {}},
        Case{"AsTheSlotStartsIt",
             {"--no-open", "--host", "0.0.0.0", "--port", "9119"},
             Kind::kServe,
             "0.0.0.0",
             "9119"},
        Case{
            "EqualSigns", {"--host=::1", "--port=0"}, Kind::kServe, "::1", "0"},
        Case{"TheLastOneWins",
             {"--port", "1", "--port=2"},
             Kind::kServe,
             {},
             "2"},
        Case{"Insecure", {"--insecure"}, Kind::kServe, {}, {}, true},
        Case{"Ignored", {"--skip-build", "--isolated"}},
        Case{"Status", {"--status"}, Kind::kStatus},
        Case{"Stop", {"--stop"}, Kind::kStop},
        Case{"HashPassword", {"--hash-password"}, Kind::kHashPassword},
        Case{"Help", {"-h", "--stop"}, Kind::kHelp}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(ParseDashboardOptionsErrorTest, ReportsErrorWithTheWord) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--prot", "1"}, {"--port"}, {"now"}}) {
    const auto request = ParseDashboardOptions(words);
    ASSERT_TRUE(absl::IsInvalidArgument(request.status()));
    EXPECT_NE(request.status().message().find(words.front()), std::string::npos)
        << request.status();
  }
}

}  // namespace
}  // namespace hermes::gateway
