#ifndef GATEWAY_LIFECYCLE_DESCRIPTOR_LIMIT_H_
#define GATEWAY_LIFECYCLE_DESCRIPTOR_LIMIT_H_

#include <sys/resource.h>

#include <cstddef>
#include <optional>

namespace hermes::gateway {

// How many files this process may have open.
struct DescriptorLimit {
  std::optional<rlim_t> before;  // the soft limit at the start
  rlim_t now = 0;
};

// Raises the soft limit of open files to the hard limit: each client needs one
// descriptor, and each answer another one.
DescriptorLimit RaiseDescriptorLimit();

// Returns how many of the `wanted` connections a server may have if its process
// may have `limit` open files. Pure.
int ConnectionsWithin(size_t wanted, rlim_t limit);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_DESCRIPTOR_LIMIT_H_
