#ifndef GATEWAY_DASHBOARD_LOGIN_LOGIN_LIMIT_H_
#define GATEWAY_DASHBOARD_LOGIN_LOGIN_LIMIT_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace hermes::gateway::dashboard {

// The source of an attempt to log in.
struct LoginSource {
  std::string account;  // the user name in the request
  std::string address;
  std::string device;  // id of a browser that has logged in before, or ""
};

// Why an attempt is refused before its password is checked.
enum class LoginRefusal {
  kNone,
  kTooManyFailures,  // from this source; 429
  kAddressBusy,      // too many checks under way for its address; 503
  kBusy,             // too many checks under way; 503
};

// The facts that decide about one attempt.
struct LoginFacts {
  int failures = 0;  // of the source in its window; includes checks under way
  bool known_device = false;  // a browser that has logged in before
  int under_way_at_address = 0;
  int under_way = 0;  // from all browsers that are not known
};

// Returns the refusal of the first row that applies; kNone if none does. Pure.
LoginRefusal DecideLogin(const LoginFacts& facts);

// Limits each source to ten failed logins a minute, and bounds how many
// attempts wait for their check, in total and for one address. Successful
// logins are not counted.
//
// A known browser is a source of its own, so that other clients of the same
// proxy cannot lock it out. Any other source is the account together with the
// address; all addresses of an IPv6 /64 count as one.
//
// Holds at most kMaxSources sources. A new one replaces the source whose window
// began first and that has no attempt under way.
class LoginLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr int kFailures = 10;
  static constexpr std::chrono::seconds kWindow{60};
  static constexpr size_t kMaxSources = 4096;
  // Small, because a known browser's attempt waits for those before it.
  static constexpr int kMaxUnderWay = 6;
  static constexpr int kMaxUnderWayAtAddress = 3;

  struct Decision {
    LoginRefusal refusal = LoginRefusal::kNone;
    // For kTooManyFailures: the time until the next attempt is admitted, at
    // least 1 s.
    std::chrono::seconds wait{0};
  };

  // Decides about one attempt. An admitted attempt counts as under way, and as
  // a failure, until End() is called for it.
  Decision Begin(const LoginSource& source, Time now);
  // Ends an attempt that Begin() admitted.
  void End(const LoginSource& source, bool failed, Time now);

  size_t sources() const { return windows_.size(); }

 private:
  struct Window {
    Time since;
    int failures = 0;
    int under_way = 0;
  };
  Window& WindowOf(const std::string& key, Time now);
  void MakeRoom(Time now);

  std::unordered_map<std::string, Window> windows_;
  // Counts only browsers that are not known. An entry never stays at zero.
  std::unordered_map<std::string, int> under_way_at_;
  int under_way_ = 0;
};

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_LOGIN_LIMIT_H_
