#ifndef GATEWAY_DASHBOARD_LOGIN_SESSION_COOKIE_H_
#define GATEWAY_DASHBOARD_LOGIN_SESSION_COOKIE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hermes::gateway {

// What a signed cookie says.
struct LoginSession {
  std::string id;      // random, hexadecimal digits
  int64_t expiry = 0;  // seconds since 1970
};

// What a signed cookie is for; the one is never taken for the other.
enum class CookieKind {
  kSession,  // lets its browser in
  kDevice,   // shows that its browser has logged in before; lets nobody in
};

// Signs and verifies cookies with HMAC-SHA256. Nothing of a session is kept
// here, but see RevokedSessions. Another secret, epoch, user name or password
// ends all of them.
class SessionSigner {
 public:
  // `credential` is what the password is known by; the key is made of all four.
  SessionSigner(const std::string& secret, const std::string& epoch,
                const std::string& username, const std::string& credential);

  // Returns the value of a cookie that is valid until the session expires.
  std::string Sign(CookieKind kind, const LoginSession& session) const;

  // Returns what a value of Sign() says; std::nullopt if it has expired by
  // `now`, is of another kind, or was not signed here.
  std::optional<LoginSession> Verify(CookieKind kind, const std::string& value,
                                     int64_t now) const;

 private:
  std::string Mac(const std::string& text) const;

  std::string key_;
};

// The name of a cookie. By https it begins with `__Host-`: then a browser takes
// it from this host alone, by https and for the whole host. Pure.
std::string CookieName(CookieKind kind, bool https);

// The values of Set-Cookie headers. Pure.
std::string SetCookie(CookieKind kind, const std::string& value,
                      std::chrono::seconds lives, bool https);
std::string ClearSessionCookie(bool https);

// Returns what a request with that Cookie header shows: the first valid cookie
// of that kind counts. One whose name is for the other scheme does not.
std::optional<LoginSession> CookieIn(CookieKind kind,
                                     const std::optional<std::string>& header,
                                     const SessionSigner& signer, int64_t now,
                                     bool https);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_SESSION_COOKIE_H_
