#include "gateway/lifecycle/descriptor_limit.h"

#include <algorithm>
#include <limits>

namespace hermes::gateway {
namespace {

// Reserved for files, the database, logs and programs.
constexpr rlim_t kReserve = 64;
constexpr rlim_t kFewest = 16;

}  // namespace

DescriptorLimit RaiseDescriptorLimit() {
  DescriptorLimit limit;
  rlimit files = {};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return limit;
  limit.before = files.rlim_cur;
  limit.now = files.rlim_cur;
  files.rlim_cur = files.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &files) == 0) limit.now = files.rlim_max;
  return limit;
}

int ConnectionsWithin(size_t wanted, rlim_t limit) {
  const rlim_t affordable =
      limit > kReserve ? std::max((limit - kReserve) / 2, kFewest) : kFewest;
  constexpr rlim_t kMost = std::numeric_limits<int>::max();
  return static_cast<int>(
      std::min({static_cast<rlim_t>(wanted), affordable, kMost}));
}

}  // namespace hermes::gateway
