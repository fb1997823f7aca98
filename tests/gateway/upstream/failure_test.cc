#include "gateway/upstream/failure.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

namespace hermes::gateway::upstream {
namespace {

constexpr char kKey[] = "sk-secret-0123456789";

ModelSettings Settings() {
  ModelSettings settings;
  settings.base_url = "http://up.test/v1";
  settings.api_key = kKey;
  settings.connect_timeout = std::chrono::milliseconds(1500);
  settings.idle_timeout = std::chrono::seconds(300);
  settings.total_timeout = std::chrono::seconds(1800);
  return settings;
}

struct Case {
  const char* name;
  Error error;
  int status;
  const char* type;
  const char* code;
  const char* message;
};

class FailureTest : public testing::TestWithParam<Case> {};

TEST_P(FailureTest, ConvertsErrorToTurnFailure) {
  const TurnFailure failure = FailureOf(GetParam().error, Settings(), "small");
  EXPECT_EQ(failure.http_status, GetParam().status);
  EXPECT_EQ(failure.type, GetParam().type);
  EXPECT_EQ(failure.code, GetParam().code);
  EXPECT_EQ(failure.message, GetParam().message);
  EXPECT_EQ(failure.retry_after_secs, GetParam().error.retry_after_secs);
}

Error Status(int status, const char* detail = "",
             std::optional<int> retry_after = std::nullopt) {
  return {ErrorKind::kStatus, detail, status, retry_after};
}
Error Of(ErrorKind kind, const char* detail = "") {
  return {kind, detail, 0, std::nullopt};
}
constexpr char kBad[] = "invalid_request_error";
constexpr char kServer[] = "server_error";
constexpr char kIncomplete[] = "agent_incomplete";

INSTANTIATE_TEST_SUITE_P(
    Table, FailureTest,
    testing::Values(
        Case{"S400", Status(400, "too long"), 400, kBad, "upstream_rejected",
             "The upstream rejected the request: too long."},
        Case{"S422", Status(422, "bad."), 400, kBad, "upstream_rejected",
             "The upstream rejected the request: bad."},
        Case{"S401", Status(401, "Incorrect API key provided"), 502, kServer,
             kIncomplete,
             "The upstream refused the key (HTTP 401); check model.api_key."},
        Case{"S403", Status(403), 502, kServer, kIncomplete,
             "The upstream refused the key (HTTP 403); check model.api_key."},
        Case{"S404", Status(404), 502, kServer, kIncomplete,
             "The upstream does not know the model \"small\", or "
             "http://up.test/v1 is not its address (HTTP 404); check model."},
        Case{"S413", Status(413), 413, kBad, "upstream_rejected",
             "The request is too large for the upstream."},
        Case{"S429", Status(429, "slow down", 7), 429, "rate_limit_error",
             "upstream_rate_limited",
             "The upstream's rate limit is reached: slow down."},
        Case{"S408", Status(408), 502, kServer, kIncomplete,
             "The upstream failed (HTTP 408)."},
        Case{"S402", Status(402, "no credit"), 502, kServer, kIncomplete,
             "The upstream refused the request (HTTP 402): no credit."},
        Case{"S500", Status(500), 502, kServer, kIncomplete,
             "The upstream failed (HTTP 500)."},
        Case{"S503", Status(503, "overloaded", 9), 502, kServer, kIncomplete,
             "The upstream failed (HTTP 503): overloaded."},
        Case{"S302", Status(302), 502, kServer, kIncomplete,
             "The upstream redirects to another address (HTTP 302); check "
             "model.base_url."},
        Case{"S101", Status(101), 502, kServer, kIncomplete,
             "The upstream answered with HTTP 101, which means nothing here."},
        Case{"Name", Of(ErrorKind::kName, "x.test: not found"), 502, kServer,
             kIncomplete,
             "The upstream's name cannot be resolved: x.test: not found."},
        Case{"Connect", Of(ErrorKind::kConnect, "refused"), 502, kServer,
             kIncomplete, "The upstream cannot be reached: refused."},
        Case{"Tls", Of(ErrorKind::kTls, "expired"), 502, kServer, kIncomplete,
             "The secure connection to the upstream failed: expired."},
        Case{"CaFile", Of(ErrorKind::kCaFile, "/ca cannot be read"), 502,
             kServer, kIncomplete,
             "There are no certificates to verify the upstream with: /ca "
             "cannot be read; "
             "set SSL_CERT_FILE."},
        Case{"ConnectTimeout", Of(ErrorKind::kConnectTimeout), 502, kServer,
             kIncomplete, "The upstream accepted no connection within 1.5 s."},
        Case{"IdleTimeout", Of(ErrorKind::kIdleTimeout), 502, kServer,
             kIncomplete, "The upstream was silent for 300 s."},
        Case{"TotalTimeout", Of(ErrorKind::kTotalTimeout), 502, kServer,
             kIncomplete, "The upstream's answer took more than 1800 s."},
        Case{"Lost", Of(ErrorKind::kLost, "reset"), 502, kServer, kIncomplete,
             "The connection to the upstream broke: reset."},
        Case{"Garbage", Of(ErrorKind::kMalformed, "it is not HTTP"), 502,
             kServer, kIncomplete,
             "The upstream's answer is malformed: it is not HTTP."},
        Case{"TooLarge", Of(ErrorKind::kTooLarge, "1 MiB"), 502, kServer,
             kIncomplete, "The upstream's answer is too large: 1 MiB."},
        Case{"BrokenOff", Of(ErrorKind::kBrokenOff), 502, kServer, kIncomplete,
             "The upstream's answer broke off."},
        Case{"Stopped", Of(ErrorKind::kStopped), 502, kServer, kIncomplete,
             "The turn was stopped."},
        Case{"ReportedError", Of(ErrorKind::kReportedError, "overloaded!"), 502,
             kServer, kIncomplete,
             "The upstream reported an error: overloaded!"},
        Case{"ToldStatus",
             Error{ErrorKind::kReportedError, "slow", 429, std::nullopt}, 429,
             "rate_limit_error", "upstream_rate_limited",
             "The upstream's rate limit is reached: slow."}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

// If models are passed on to the upstream, a request may name any model.
TEST(FailureLengthTest, QuotesOnlyTheStartOfALongModelName) {
  const std::string model(1 << 20, 'm');
  const std::string message = FailureOf(Status(404), Settings(), model).message;
  EXPECT_EQ(message.find(model), std::string::npos);
  EXPECT_NE(message.find("\"" + std::string(64, 'm') + "...\""),
            std::string::npos);
  EXPECT_LT(message.size(), 300u);
}

TEST(FailureSecretTest, HidesTheKeyInEveryKindOfError) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::kReportedError);
       ++kind) {
    for (const int status : {0, 302, 400, 401, 402, 404, 413, 429, 500}) {
      const Error error = {static_cast<ErrorKind>(kind),
                           std::string("the key ") + kKey, status,
                           std::nullopt};
      EXPECT_EQ(FailureOf(error, Settings(), "m").message.find(kKey),
                std::string::npos)
          << kind << " " << status;
    }
  }
}

struct SecretCase {
  const char* name;
  const char* text;
  const char* shown;
};
class SecretTest : public testing::TestWithParam<SecretCase> {};
TEST_P(SecretTest, RedactsSecret) {
  EXPECT_EQ(WithoutSecrets(GetParam().text, "plainkey"), GetParam().shown);
}
INSTANTIATE_TEST_SUITE_P(
    Table, SecretTest,
    testing::Values(
        SecretCase{"Own", "key plainkey!", "key [redacted]!"},
        SecretCase{"Bearer", "Bearer abc def", "Bearer [redacted] def"},
        SecretCase{"Sk", "provided: sk-proj-abc_1. You",
                   "provided: [redacted] You"},
        SecretCase{"Starred", "provided: sk-abc***xyz, so",
                   "provided: [redacted], so"},
        SecretCase{"ShortIsAWord", "sk-ip it", "sk-ip it"},
        SecretCase{"InsideAWord", "desk-organizer", "desk-organizer"},
        SecretCase{"Nothing", "all is well", "all is well"}),
    [](const testing::TestParamInfo<SecretCase>& i) { return i.param.name; });

struct RetryCase {
  const char* name;
  const char* header;
  std::optional<int> secs;
};
class RetryAfterTest : public testing::TestWithParam<RetryCase> {};
TEST_P(RetryAfterTest, ParsesSecondsOrADate) {
  // 2026-11-24 10:00:00 UTC, a Tuesday.
  EXPECT_EQ(RetryAfterSecs(GetParam().header, 1795514400), GetParam().secs);
}
INSTANTIATE_TEST_SUITE_P(
    Table, RetryAfterTest,
    testing::Values(
        RetryCase{"Seconds", "20", 20}, RetryCase{"Zero", "0", 0},
        RetryCase{"Space", " 20 ", 20}, RetryCase{"Huge", "99999999", 86400},
        RetryCase{"HugerThanANumber", "99999999999999999999999", 86400},
        RetryCase{"Date", "Tue, 24 Nov 2026 10:01:30 GMT", 90},
        RetryCase{"Past", "Tue, 24 Nov 2026 09:00:00 GMT", 0},
        RetryCase{"FarDate", "Tue, 24 Nov 2099 09:00:00 GMT", 86400},
        RetryCase{"Negative", "-5", std::nullopt},
        RetryCase{"Fraction", "1.5", std::nullopt},
        RetryCase{"Word", "soon", std::nullopt},
        RetryCase{"Nothing", "", std::nullopt},
        RetryCase{"DateAndMore", "Tue, 24 Nov 2026 10:01:30 GMTx",
                  std::nullopt}),
    [](const testing::TestParamInfo<RetryCase>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway::upstream
