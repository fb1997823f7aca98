#include "gateway/http/api_service.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hermes::gateway {
namespace {

constexpr char kKey[] = "0123456789abcdef";

class ApiServiceTest : public testing::Test {
 protected:
  HttpAnswer Ask(const std::string& target,
                 std::optional<std::string> origin = {},
                 std::optional<std::string> authorization = {}) {
    return service_.Answer(
        {"GET", target, std::move(origin), std::move(authorization)});
  }

  WorkTracker work_;
  ApiService service_{{kKey, {"https://ok"}}, work_, [] { return "{}"; }};
};

std::string Header(const HttpReply& reply, const std::string& name) {
  for (const auto& [header, value] : reply.headers) {
    if (header == name) return value;
  }
  return "";
}

TEST_F(ApiServiceTest, DetailsAreForTheKeyAlone) {
  EXPECT_EQ(Ask("/health/detailed").reply.status, 401);
  const HttpAnswer answer =
      Ask("/health/detailed", {}, std::string("Bearer ") + kKey);
  EXPECT_EQ(answer.reply.status, 200);
  EXPECT_EQ(answer.reply.body, "{}");
}

TEST_F(ApiServiceTest, AllowedOriginIsEchoed) {
  EXPECT_EQ(
      Header(Ask("/health", "https://ok").reply, "Access-Control-Allow-Origin"),
      "https://ok");
  EXPECT_EQ(Header(Ask("/health").reply, "Access-Control-Allow-Origin"), "");
  EXPECT_EQ(Header(Ask("/health", "https://evil").reply,
                   "Access-Control-Allow-Origin"),
            "");
}

TEST_F(ApiServiceTest, HealthIsNoWork) {
  const HttpAnswer answer = Ask("/health");
  EXPECT_EQ(answer.work, nullptr);
  EXPECT_EQ(work_.active(), 0);
}

TEST_F(ApiServiceTest, OtherRequestsAreWorkUntilAnswered) {
  {
    const HttpAnswer answer = Ask("/v1/chat/completions");
    EXPECT_EQ(answer.reply.status, 404);
    EXPECT_EQ(work_.active(), 1);
  }
  EXPECT_EQ(work_.active(), 0);
}

TEST_F(ApiServiceTest, DrainingRefusesWorkButNotHealth) {
  work_.Drain([] {});
  EXPECT_EQ(Ask("/v1/chat/completions").reply.status, 503);
  EXPECT_EQ(Header(Ask("/v1/chat/completions").reply, "Retry-After"), "1");
  EXPECT_EQ(Ask("/health").reply.status, 200);
}

}  // namespace
}  // namespace hermes::gateway
