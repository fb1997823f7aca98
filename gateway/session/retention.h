#ifndef GATEWAY_SESSION_RETENTION_H_
#define GATEWAY_SESSION_RETENTION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/retention_limits.h"

namespace hermes::gateway {

// A session or a stored response, as the retention policy sees it.
struct RetainedItem {
  enum class Kind { kSession, kResponse };

  Kind kind = Kind::kSession;
  std::string id;
  double last_used = 0;      // seconds since 1970
  int64_t bytes = 0;         // estimated; only ChooseExpired() looks at it
  bool turn_active = false;  // a turn of it is in progress
};

// The database as a whole, at the moment of a decision.
struct RetentionTotals {
  double now = 0;  // seconds since 1970
  int64_t sessions = 0;
  int64_t used_bytes = 0;  // pages in use
};

// A session or response used within the last hour is never pruned, whatever
// the limits are: a turn that was cut off is resumed within that time.
inline constexpr double kAlwaysKeptSecs = 3600;

// Returns the name of the limit that removes `item`: "age", "count" or "bytes";
// "" if it stays. Items must be asked about oldest first: the count and byte
// limits remove whatever they are asked about until the totals fit. Pure.
std::string_view ExpiryReason(const RetentionLimits& limits,
                              const RetentionTotals& totals,
                              const RetainedItem& item);

// An item that is to be removed, and the limit that removes it.
struct ExpiredItem {
  RetainedItem item;
  std::string_view reason;
};

// Returns what `limits` remove from `items`, which must be sorted oldest first,
// as if each removal gave back the item's estimated bytes. Pure.
std::vector<ExpiredItem> ChooseExpired(const RetentionLimits& limits,
                                       RetentionTotals totals,
                                       const std::vector<RetainedItem>& items);

// Returns how many free pages one step of an incremental vacuum gives back to
// the file system: up to 256, and none while at most 256 pages or a sixteenth
// of the file are free, since later writes use those. Pure.
int64_t PagesToRelease(int64_t pages, int64_t free_pages);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_RETENTION_H_
