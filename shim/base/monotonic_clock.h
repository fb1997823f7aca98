#ifndef HERMES_SHIM_BASE_MONOTONIC_CLOCK_H_
#define HERMES_SHIM_BASE_MONOTONIC_CLOCK_H_

namespace hermes {

// Milliseconds since some fixed moment; never goes back.
long MonotonicMs();

// Milliseconds since the machine's start, the time it was suspended included.
long long BootTimeMs();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_MONOTONIC_CLOCK_H_
