#ifndef GATEWAY_DASHBOARD_LOGIN_LOGIN_LIMIT_H_
#define GATEWAY_DASHBOARD_LOGIN_LOGIN_LIMIT_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace hermes::gateway {

// The sender of an attempt to log in.
struct LoginSource {
  std::string account;  // the user name that was sent
  std::string address;
  std::string device;  // the id of a browser that has logged in before, or ""
};

enum class LoginRefusal {
  kNone,
  kTooManyFailures,  // of this source; 429
  kAddressBusy,      // enough attempts of its address are being checked; 503
  kBusy,             // enough attempts are being checked; 503
};

// What the decision about one attempt rests on.
struct LoginFacts {
  int failures = 0;           // of the source in its window, and under way
  bool known_device = false;  // a browser that has logged in before
  int under_way_at_address = 0;
  int under_way = 0;  // of all browsers that are not known
};

// Returns the first refusal whose row holds. Pure.
LoginRefusal DecideLogin(const LoginFacts& facts);

// Counts the failed logins of each source: ten a minute. The source of a known
// browser is that browser, so that strangers behind the same proxy cannot lock
// it out; any other source is the account together with the address, of which
// an IPv6 client's /64 counts as one. Right passwords are not counted. Also
// bounds how many attempts wait for their check, in all and for one address.
//
// Holds at most kMaxSources sources: the one whose window began first and that
// has no attempt under way is forgotten for a new one.
class LoginLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr int kFailures = 10;
  static constexpr std::chrono::seconds kWindow{60};
  static constexpr size_t kMaxSources = 4096;
  // Few, since a known browser's attempt waits for those before it.
  static constexpr int kMaxUnderWay = 6;
  static constexpr int kMaxUnderWayAtAddress = 3;

  struct Decision {
    LoginRefusal refusal = LoginRefusal::kNone;
    // For kTooManyFailures: until the next attempt is let in, at least 1 s.
    std::chrono::seconds wait{0};
  };

  // Decides about one attempt. If it is let in it counts as under way, and as a
  // failure, until End() is called for it.
  Decision Begin(const LoginSource& source, Time now);
  // Ends an attempt that Begin() let in.
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
  // Of browsers that are not known. No entry is zero.
  std::unordered_map<std::string, int> under_way_at_;
  int under_way_ = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_LOGIN_LIMIT_H_
