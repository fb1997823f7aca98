#ifndef GATEWAY_SESSION_RETENTION_H_
#define GATEWAY_SESSION_RETENTION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/retention_limits.h"

namespace hermes::gateway {

// The properties of a session or stored response that the retention policy
// uses.
struct RetainedItem {
  enum class Kind { kSession, kResponse };

  Kind kind = Kind::kSession;
  std::string id;
  double last_used = 0;      // seconds since 1970
  int64_t bytes = 0;         // estimated; used by ChooseExpired() only
  bool turn_active = false;  // it has a turn in progress
};

// The totals of the whole database at the time of a decision.
struct RetentionTotals {
  double now = 0;  // seconds since 1970
  int64_t sessions = 0;
  int64_t used_bytes = 0;  // pages in use
};

// A session or response that was used within the last hour is never pruned,
// whatever the limits: an interrupted turn can be resumed within that time.
inline constexpr double kAlwaysKeptSecs = 3600;

// Returns the name of the limit that removes `item`, "age", "count" or "bytes",
// or
// "" if no limit does. Call it for the oldest item first: the count and byte
// limits remove every item until the totals fit. Pure.
std::string_view ExpiryReason(const RetentionLimits& limits,
                              const RetentionTotals& totals,
                              const RetainedItem& item);

// An item that is to be removed, and the limit that removes it.
struct ExpiredItem {
  RetainedItem item;
  std::string_view reason;
};

// Returns the items that `limits` remove from `items`, which must be sorted
// oldest first. Assumes that each removal frees the item's estimated bytes.
// Pure.
std::vector<ExpiredItem> ChooseExpired(const RetentionLimits& limits,
                                       RetentionTotals totals,
                                       const std::vector<RetainedItem>& items);

// Returns how many free pages one step of an incremental vacuum returns to the
// file system: at most 256, and only those in excess of 256 pages and of a
// sixteenth of the file, which are kept for later writes. Pure.
int64_t PagesToRelease(int64_t pages, int64_t free_pages);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_RETENTION_H_
