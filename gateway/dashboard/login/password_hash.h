#ifndef GATEWAY_DASHBOARD_LOGIN_PASSWORD_HASH_H_
#define GATEWAY_DASHBOARD_LOGIN_PASSWORD_HASH_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// What scrypt made of a password. As text it is
//   $scrypt$ln=14,r=8,p=5$SALT$HASH
// with both in base64 without padding. A text may also begin without the first
// `$`, and have `:` for each `$`, which no shell or compose file takes for a
// variable.
//
// The defaults are one of the minimums that OWASP lists as equivalent (N=2^17
// with p=1 down to N=2^13 with p=10): a check takes 16 MiB, so that it and all
// clients without a session stay within 64 MiB.
struct PasswordHash {
  int log_n = 14;
  uint32_t r = 8;
  uint32_t p = 5;
  std::string salt;
  std::string hash;
};

std::string FormatPasswordHash(const PasswordHash& hash);

// Returns std::nullopt for any other text, and for one whose check would take
// more than 128 MiB or touch more than 1 GiB (some seconds), or whose salt or
// hash is too short to protect anything. Pure.
std::optional<PasswordHash> ParsePasswordHash(const std::string& text);

// True if a guess at the hash costs less than at any of OWASP's minimums. Pure.
bool IsBelowMinimum(const PasswordHash& hash);

// Hashes `password` with a salt of its own, which takes some tenths of a second
// and, until it returns, 16 MiB. Errors: Internal if the library cannot.
absl::StatusOr<PasswordHash> HashPassword(const std::string& password);

// In a time that does not tell how much of it is right. False also where there
// is no memory for it.
bool PasswordMatches(const std::string& password, const PasswordHash& hash);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_PASSWORD_HASH_H_
