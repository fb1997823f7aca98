#ifndef GATEWAY_DASHBOARD_SESSION_COOKIE_H_
#define GATEWAY_DASHBOARD_SESSION_COOKIE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hermes::gateway {

// The sessions of the dashboard. Nothing of one is kept here: its cookie holds
// who it is and when it ends, signed with HMAC-SHA256. Another key, user name
// or password ends all of them.
class SessionSigner {
 public:
  // `credential` is what the password is known by; the key is made of both.
  SessionSigner(const std::string& secret, const std::string& username,
                const std::string& credential);

  // The value of a cookie that is valid until `expiry`, seconds since 1970.
  std::string Sign(int64_t expiry) const;

  // When the session of that cookie ends; nothing if it has ended by `now`, or
  // was not signed here.
  std::optional<int64_t> Verify(const std::string& value, int64_t now) const;

 private:
  std::string Mac(const std::string& text) const;

  std::string key_;
};

inline constexpr char kSessionCookie[] = "hermes_dashboard";

// The Set-Cookie headers. Pure.
std::string SetSessionCookie(const std::string& value,
                             std::chrono::seconds lives, bool https);
std::string ClearSessionCookie(bool https);

// When the session of a request with that Cookie header ends: the first cookie
// of our name that is valid counts.
std::optional<int64_t> SessionIn(const std::optional<std::string>& header,
                                 const SessionSigner& signer, int64_t now);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_SESSION_COOKIE_H_
