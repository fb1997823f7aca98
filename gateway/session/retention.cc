#include "gateway/session/retention.h"

#include <algorithm>

namespace hermes::gateway {
namespace {

constexpr int64_t kPagesAtOnce = 256;
constexpr int64_t kFreePagesKept = 256;
constexpr int64_t kFreeShareKept = 16;  // keeps 1/16 of the file free

struct Question {
  const RetentionLimits& limits;
  const RetentionTotals& totals;
  const RetainedItem& item;
};

double AgeOf(const Question& q) { return q.totals.now - q.item.last_used; }

struct Row {
  std::string_view name;
  bool expires;  // true if an item for which the row holds is removed
  bool (*holds)(const Question&);
};

// The first row that holds decides.
constexpr Row kRows[] = {
    {"turn-active", false,
     [](const Question& q) { return q.item.turn_active; }},
    // An item whose age is negative, because the clock was set back, is recent.
    {"recent", false,
     [](const Question& q) { return AgeOf(q) < kAlwaysKeptSecs; }},
    {"age", true,
     [](const Question& q) {
       const auto most = static_cast<double>(q.limits.max_age.count());
       return most > 0 && AgeOf(q) > most;
     }},
    // Stored responses have their own limit (SessionLimits).
    {"count", true,
     [](const Question& q) {
       return q.limits.max_sessions > 0 &&
              q.item.kind == RetainedItem::Kind::kSession &&
              q.totals.sessions > q.limits.max_sessions;
     }},
    {"bytes", true,
     [](const Question& q) {
       return q.limits.max_bytes > 0 &&
              q.totals.used_bytes > q.limits.max_bytes;
     }},
};

}  // namespace

std::string_view ExpiryReason(const RetentionLimits& limits,
                              const RetentionTotals& totals,
                              const RetainedItem& item) {
  const Question question = {limits, totals, item};
  for (const Row& row : kRows) {
    if (row.holds(question)) return row.expires ? row.name : "";
  }
  return "";
}

std::vector<ExpiredItem> ChooseExpired(const RetentionLimits& limits,
                                       RetentionTotals totals,
                                       const std::vector<RetainedItem>& items) {
  std::vector<ExpiredItem> expired;
  for (const RetainedItem& item : items) {
    const std::string_view reason = ExpiryReason(limits, totals, item);
    if (reason.empty()) continue;
    expired.push_back({item, reason});
    totals.used_bytes -= item.bytes;
    if (item.kind == RetainedItem::Kind::kSession) --totals.sessions;
  }
  return expired;
}

int64_t PagesToRelease(int64_t pages, int64_t free_pages) {
  const int64_t kept = std::max(kFreePagesKept, pages / kFreeShareKept);
  return std::clamp<int64_t>(free_pages - kept, 0, kPagesAtOnce);
}

}  // namespace hermes::gateway
