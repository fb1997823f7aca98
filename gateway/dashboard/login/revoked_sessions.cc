#include "gateway/dashboard/login/revoked_sessions.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::dashboard {
namespace {

// The number of sessions follows it, so that a truncated list is not accepted.
constexpr char kHeader[] = "revoked-sessions-1";
constexpr size_t kShortestEpoch = 32;
constexpr size_t kLongestWord = 64;

bool IsHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isxdigit(c); });
}

// Parses "WORD NUMBER"; the word consists of hexadecimal digits.
std::optional<std::pair<std::string, int64_t>> ParseLine(
    absl::string_view line) {
  const std::vector<std::string> parts = absl::StrSplit(line, ' ');
  std::pair<std::string, int64_t> entry;
  if (parts.size() != 2 || parts[0].empty() || parts[0].size() > kLongestWord ||
      !IsHex(parts[0]) || !absl::SimpleAtoi(parts[1], &entry.second)) {
    return std::nullopt;
  }
  entry.first = parts[0];
  return entry;
}

}  // namespace

std::optional<RevokedSessions> RevokedSessions::Parse(const std::string& text) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  // Every line must end with a line feed.
  if (lines.size() < 3 || !lines.back().empty()) return std::nullopt;
  lines.pop_back();
  const size_t count = lines.size() - 2;
  const auto head = ParseLine(lines[1]);
  if (lines[0] != absl::StrCat(kHeader, " ", count) || count > kMaxSessions ||
      !head.has_value() || head->first.size() < kShortestEpoch) {
    return std::nullopt;
  }
  RevokedSessions revoked(head->first);
  revoked.revoked_until_ = head->second;
  for (size_t n = 2; n < lines.size(); ++n) {
    auto entry = ParseLine(lines[n]);
    if (!entry.has_value()) return std::nullopt;
    revoked.expiries_.insert(*std::move(entry));
  }
  return revoked;
}

std::string RevokedSessions::Format() const {
  std::string text = absl::StrCat(kHeader, " ", expiries_.size(), "\n", epoch_,
                                  " ", revoked_until_, "\n");
  for (const auto& [id, expiry] : expiries_) {
    absl::StrAppend(&text, id, " ", expiry, "\n");
  }
  return text;
}

void RevokedSessions::Revoke(const LoginSession& session, int64_t now) {
  std::erase_if(expiries_,
                [now](const auto& each) { return each.second <= now; });
  expiries_[session.id] = session.expiry;
  while (expiries_.size() > kMaxSessions) {
    const auto first = std::min_element(
        expiries_.begin(), expiries_.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; });
    revoked_until_ = std::max(revoked_until_, first->second);
    expiries_.erase(first);
  }
}

bool RevokedSessions::IsRevoked(const LoginSession& session) const {
  return session.expiry <= revoked_until_ || expiries_.count(session.id) > 0;
}

}  // namespace hermes::gateway::dashboard
