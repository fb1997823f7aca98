#include "shim/scripts/restart_asks.h"

#include <algorithm>

#include "shim/slot/slot_records.h"

namespace hermes {

static_assert(AskRecord{}.at_ms.size() == kMostRestartAsks + 1);

int AddRestartAsk(AskRecord& record, long long now_ms) {
  auto& at = record.at_ms;
  std::copy_backward(at.begin(), at.end() - 1, at.end());
  at.front() = now_ms;
  return static_cast<int>(
      std::count_if(at.begin(), at.end(), [now_ms](long long ask) {
        return ask > 0 && now_ms - ask < kRestartAsksWindowMs;
      }));
}

}  // namespace hermes
