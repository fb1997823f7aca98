#include "gateway/upstream/failure.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/logging/redact.h"
#include "gateway/turn/abbreviate.h"

namespace hermes::gateway::upstream {
namespace {

constexpr int kMostRetryAfterSecs = 86400;
constexpr std::string_view kKeyPrefix = "sk-";
constexpr std::string_view kKeyMask = "[redacted]";
constexpr size_t kShortestKey = 6;    // after the prefix
constexpr size_t kLongestModel = 64;  // the part that a message quotes

constexpr char kBadRequest[] = "invalid_request_error";

// The input of the functions that write a message.
struct Facts {
  const Error& error;
  const ModelSettings& settings;
  const std::string& model;
  std::string said;  // the detail, without secrets
};

// Returns ": detail", or "" without a detail.
std::string Because(const Facts& facts) {
  return facts.said.empty() ? "" : absl::StrCat(": ", facts.said);
}

TurnFailure Incomplete(std::string message) {
  TurnFailure failure;
  failure.message = std::move(message);
  return failure;
}

TurnFailure Refused(int status, const char* type, const char* code,
                    std::string message) {
  TurnFailure failure;
  failure.http_status = status;
  failure.type = type;
  failure.code = code;
  failure.message = std::move(message);
  return failure;
}

struct StatusRow {
  int from, to;
  TurnFailure (*failure)(const Facts&);
};

TurnFailure Rejected(const Facts& facts) {
  return Refused(
      400, kBadRequest, "upstream_rejected",
      absl::StrCat("The upstream rejected the request", Because(facts)));
}

TurnFailure KeyRefused(const Facts& facts) {
  return Incomplete(absl::StrCat("The upstream refused the key (HTTP ",
                                 facts.error.status,
                                 "); check model.api_key."));
}

TurnFailure NotFound(const Facts& facts) {
  return Incomplete(absl::StrCat(
      "The upstream does not know the model \"",
      Abbreviated(facts.model, kLongestModel), "\", or ",
      facts.settings.base_url, " is not its address (HTTP 404); check model."));
}

TurnFailure TooLarge(const Facts& facts) {
  return Refused(413, kBadRequest, "upstream_rejected",
                 absl::StrCat("The request is too large for the upstream",
                              Because(facts)));
}

TurnFailure RateLimited(const Facts& facts) {
  return Refused(
      429, "rate_limit_error", "upstream_rate_limited",
      absl::StrCat("The upstream's rate limit is reached", Because(facts)));
}

TurnFailure Redirected(const Facts& facts) {
  return Incomplete(
      absl::StrCat("The upstream redirects to another address (HTTP ",
                   facts.error.status, "); check model.base_url."));
}

TurnFailure Failed(const Facts& facts) {
  return Incomplete(absl::StrCat("The upstream failed (HTTP ",
                                 facts.error.status, ")", Because(facts)));
}

TurnFailure Unexpected(const Facts& facts) {
  return Incomplete(absl::StrCat("The upstream refused the request (HTTP ",
                                 facts.error.status, ")", Because(facts)));
}

// The first row that contains the status counts.
constexpr StatusRow kStatuses[] = {
    {300, 399, Redirected}, {400, 400, Rejected}, {401, 401, KeyRefused},
    {403, 403, KeyRefused}, {404, 404, NotFound}, {408, 408, Failed},
    {413, 413, TooLarge},   {422, 422, Rejected}, {429, 429, RateLimited},
    {400, 499, Unexpected}, {500, 599, Failed},
};

TurnFailure StatusFailure(const Facts& facts) {
  for (const StatusRow& row : kStatuses) {
    if (facts.error.status < row.from || facts.error.status > row.to) {
      continue;
    }
    TurnFailure failure = row.failure(facts);
    failure.retry_after_secs = facts.error.retry_after_secs;
    return failure;
  }
  return Incomplete(absl::StrCat("The upstream answered with HTTP ",
                                 facts.error.status,
                                 ", which means nothing"
                                 " here."));
}

std::string Secs(std::chrono::milliseconds time) {
  return absl::StrCat(static_cast<double>(time.count()) / 1000.0, " s");
}

std::string Sentence(const Facts& facts) {
  const ModelSettings& settings = facts.settings;
  switch (facts.error.kind) {
    case ErrorKind::kStopped:
      return "The turn was stopped.";
    case ErrorKind::kName:
      return absl::StrCat("The upstream's name cannot be resolved",
                          Because(facts));
    case ErrorKind::kConnect:
      return absl::StrCat("The upstream cannot be reached", Because(facts));
    case ErrorKind::kTls:
      return absl::StrCat("The secure connection to the upstream failed",
                          Because(facts));
    case ErrorKind::kCaFile:
      return absl::StrCat(
          "There are no certificates to verify the upstream with",
          Because(facts), "; set SSL_CERT_FILE.");
    case ErrorKind::kConnectTimeout:
      return absl::StrCat("The upstream accepted no connection within ",
                          Secs(settings.connect_timeout), ".");
    case ErrorKind::kIdleTimeout:
      return absl::StrCat("The upstream was silent for ",
                          Secs(settings.idle_timeout), ".");
    case ErrorKind::kTotalTimeout:
      return absl::StrCat("The upstream's answer took more than ",
                          Secs(settings.total_timeout), ".");
    case ErrorKind::kLost:
      return absl::StrCat("The connection to the upstream broke",
                          Because(facts));
    case ErrorKind::kMalformed:
      return absl::StrCat("The upstream's answer is malformed", Because(facts));
    case ErrorKind::kTooLarge:
      return absl::StrCat("The upstream's answer is too large", Because(facts));
    case ErrorKind::kBrokenOff:
      return "The upstream's answer broke off.";
    case ErrorKind::kStatus:
    case ErrorKind::kReportedError:
      break;
  }
  return absl::StrCat("The upstream reported an error", Because(facts));
}

TurnFailure AnyFailure(const Facts& facts) {
  if (facts.error.status != 0) return StatusFailure(facts);
  return Incomplete(Sentence(facts));
}

bool IsKeyByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         c == '_' || c == '.' || c == '*';
}

std::string MaskKeys(const std::string& text) {
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    const bool starts_word = at == 0 || !IsKeyByte(text[at - 1]);
    if (starts_word && text.compare(at, kKeyPrefix.size(), kKeyPrefix) == 0) {
      const auto end = std::find_if_not(
          text.begin() + static_cast<ptrdiff_t>(at), text.end(), IsKeyByte);
      const auto stop = static_cast<size_t>(end - text.begin());
      if (stop - at >= kKeyPrefix.size() + kShortestKey) {
        out += kKeyMask;
        at = stop;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

}  // namespace

TurnFailure FailureOf(const Error& error, const ModelSettings& settings,
                      const std::string& model) {
  const Facts facts{error, settings, model,
                    WithoutSecrets(error.detail, settings.api_key)};
  TurnFailure failure = AnyFailure(facts);
  const char last = failure.message.empty() ? '.' : failure.message.back();
  if (last != '.' && last != '!' && last != '?') failure.message += '.';
  return failure;
}

std::string WithoutSecrets(const std::string& text,
                           const std::string& api_key) {
  return MaskKeys(Redact(text, {api_key}));
}

std::optional<int> RetryAfterSecs(std::string_view header, time_t now) {
  const std::string value(absl::StripAsciiWhitespace(
      absl::string_view(header.data(), header.size())));
  const bool digits =
      !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return absl::ascii_isdigit(static_cast<unsigned char>(c));
      });
  if (digits) {
    int64_t secs;
    if (!absl::SimpleAtoi(value, &secs)) return kMostRetryAfterSecs;
    return static_cast<int>(std::min<int64_t>(secs, kMostRetryAfterSecs));
  }
  tm date = {};
  const char* const end =
      strptime(value.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const auto wait = static_cast<int64_t>(timegm(&date)) - now;
  return static_cast<int>(std::clamp<int64_t>(wait, 0, kMostRetryAfterSecs));
}

}  // namespace hermes::gateway::upstream
