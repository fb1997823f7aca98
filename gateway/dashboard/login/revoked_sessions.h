#ifndef GATEWAY_DASHBOARD_LOGIN_REVOKED_SESSIONS_H_
#define GATEWAY_DASHBOARD_LOGIN_REVOKED_SESSIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "gateway/dashboard/login/session_cookie.h"

namespace hermes::gateway::dashboard {

// The sessions that a logout has ended before they expired. The list is
// bounded: expired sessions are dropped. If there are more than kMaxSessions,
// those that expire first are dropped too, and every session that expires no
// later than they do counts as revoked. A revoked session therefore never
// becomes valid again; too many logouts end the oldest sessions.
class RevokedSessions {
 public:
  static constexpr size_t kMaxSessions = 2048;
  // Upper bound of the size of Format()'s result.
  static constexpr size_t kMaxBytes = 1 << 18;

  // `epoch` becomes part of the key that signs sessions: a new epoch ends all
  // sessions.
  explicit RevokedSessions(std::string epoch) : epoch_(std::move(epoch)) {}

  // Parses the result of Format(); returns std::nullopt for any other text.
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

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_REVOKED_SESSIONS_H_
