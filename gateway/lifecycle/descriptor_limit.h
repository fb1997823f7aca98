#ifndef GATEWAY_LIFECYCLE_DESCRIPTOR_LIMIT_H_
#define GATEWAY_LIFECYCLE_DESCRIPTOR_LIMIT_H_

#include <sys/resource.h>

#include <cstddef>
#include <optional>

namespace hermes::gateway {

// How many files this process may have open.
struct DescriptorLimit {
  std::optional<rlim_t> before;  // the soft limit it was started with
  rlim_t now = 0;
};

// Raises the soft limit of open files to the hard one: each client takes a
// descriptor, and each answer another one.
DescriptorLimit RaiseDescriptorLimit();

// How many connections a server may have of the `wanted` ones where a process
// may have `limit` files open. Pure.
int ConnectionsWithin(size_t wanted, rlim_t limit);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_DESCRIPTOR_LIMIT_H_
