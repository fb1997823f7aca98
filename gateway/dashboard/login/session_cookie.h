#ifndef GATEWAY_DASHBOARD_LOGIN_SESSION_COOKIE_H_
#define GATEWAY_DASHBOARD_LOGIN_SESSION_COOKIE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hermes::gateway::dashboard {

// The content of a signed cookie.
struct LoginSession {
  std::string id;      // random, hexadecimal digits
  int64_t expiry = 0;  // seconds since 1970
};

// The purpose of a signed cookie; a cookie of one kind is never accepted as the
// other.
enum class CookieKind {
  kSession,  // grants access
  kDevice,   // shows that the browser has logged in before; no access
};

// Signs and verifies cookies with HMAC-SHA256. Keeps no list of sessions;
// RevokedSessions lists those that a logout ended. Changing the secret, the
// epoch, the user name or the password ends all sessions.
class SessionSigner {
 public:
  // `credential` is the configured hash or password; the key is derived from
  // all four.
  SessionSigner(const std::string& secret, const std::string& epoch,
                const std::string& username, const std::string& credential);

  // Returns the value of a cookie that is valid until the session expires.
  std::string Sign(CookieKind kind, const LoginSession& session) const;

  // Returns the content of a value that Sign() made; std::nullopt if it has
  // expired by `now`, is of another kind, or was not signed with this key.
  std::optional<LoginSession> Verify(CookieKind kind, const std::string& value,
                                     int64_t now) const;

 private:
  std::string Mac(const std::string& text) const;

  std::string key_;
};

// Returns the name of a cookie. For https it begins with `__Host-`: a browser
// then accepts it only from this host, over https, and for the whole host.
// Pure.
std::string CookieName(CookieKind kind, bool https);

// Return the values of Set-Cookie headers. Pure.
std::string SetCookie(CookieKind kind, const std::string& value,
                      std::chrono::seconds lives, bool https);
std::string ClearSessionCookie(bool https);

// Returns the content of the first valid cookie of that kind in a Cookie
// header. Ignores a cookie whose name belongs to the other scheme (http or
// https).
std::optional<LoginSession> CookieIn(CookieKind kind,
                                     const std::optional<std::string>& header,
                                     const SessionSigner& signer, int64_t now,
                                     bool https);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_SESSION_COOKIE_H_
