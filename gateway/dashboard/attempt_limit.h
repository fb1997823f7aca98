#ifndef GATEWAY_DASHBOARD_ATTEMPT_LIMIT_H_
#define GATEWAY_DASHBOARD_ATTEMPT_LIMIT_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace hermes::gateway {

// Counts attempts to log in: ten a minute for each address, right or wrong. An
// IPv6 client has a whole /64 to send from, which counts as one address. Of
// addresses beyond the limit the one that came first is forgotten, so that the
// memory is bounded.
class AttemptLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr int kAttempts = 10;
  static constexpr std::chrono::seconds kWindow{60};
  static constexpr size_t kMostAddresses = 1024;

  // 0 if this attempt may be made, which is counted; else for how long the
  // address has to wait, at least a second.
  std::chrono::seconds Take(const std::string& address, Time now);

  size_t addresses() const { return windows_.size(); }

 private:
  struct Window {
    Time since;
    int attempts = 0;
  };
  void MakeRoom(Time now);

  std::unordered_map<std::string, Window> windows_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_ATTEMPT_LIMIT_H_
