#ifndef GATEWAY_SESSION_EPOCH_TIME_H_
#define GATEWAY_SESSION_EPOCH_TIME_H_

#include <chrono>

namespace hermes::gateway {

// Returns the current time in seconds since 1970, with a fraction, as
// gateway.db stores times.
inline double EpochNow() {
  return std::chrono::duration<double>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_EPOCH_TIME_H_
