#ifndef GATEWAY_DASHBOARD_LOGIN_REVOKED_SESSIONS_H_
#define GATEWAY_DASHBOARD_LOGIN_REVOKED_SESSIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "gateway/dashboard/login/session_cookie.h"

namespace hermes::gateway {

// The sessions that a logout has ended before their time. Bounded: sessions
// that have expired are forgotten, and of more than kMaxSessions the ones that
// expire first are, after which every session that expires no later than those
// counts as revoked. So what was revoked never becomes valid again, and too
// many logouts end the oldest sessions.
class RevokedSessions {
 public:
  static constexpr size_t kMaxSessions = 2048;
  // What Format() returns is not longer.
  static constexpr size_t kMaxBytes = 1 << 18;

  // `epoch` becomes a part of the key that sessions are signed with: another
  // one ends all sessions.
  explicit RevokedSessions(std::string epoch) : epoch_(std::move(epoch)) {}

  // Reads what Format() returned; std::nullopt for anything else.
  static std::optional<RevokedSessions> Parse(const std::string& text);
  std::string Format() const;

  // Times are seconds since 1970.
  void Revoke(const LoginSession& session, int64_t now);
  bool IsRevoked(const LoginSession& session) const;

  const std::string& epoch() const { return epoch_; }
  size_t size() const { return expiries_.size(); }

 private:
  std::string epoch_;
  int64_t revoked_until_ = 0;  // sessions that expire by then are revoked
  std::unordered_map<std::string, int64_t> expiries_;  // by the session's id
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_REVOKED_SESSIONS_H_
