#ifndef HERMES_SHIM_BASE_MONOTONIC_CLOCK_H_
#define HERMES_SHIM_BASE_MONOTONIC_CLOCK_H_

namespace hermes {

// Returns the milliseconds since an unspecified fixed moment; never decreases.
long MonotonicMs();

// Returns the milliseconds since the machine started, including the time during
// which it was suspended.
long long BootTimeMs();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_MONOTONIC_CLOCK_H_
