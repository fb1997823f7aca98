#ifndef GATEWAY_DASHBOARD_LOGIN_PASSWORD_HASH_H_
#define GATEWAY_DASHBOARD_LOGIN_PASSWORD_HASH_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway::dashboard {

// The scrypt hash of a password, with its parameters. Its text form is
//   $scrypt$ln=14,r=8,p=5$SALT$HASH
// with SALT and HASH in base64 without padding. The text may also omit the
// first `$`, and have `:` in place of each `$`, so that shells and compose
// files do not take it for a variable.
//
// The default parameters are one of the minimums that OWASP lists as equivalent
// (N=2^17 with p=1 down to N=2^13 with p=10): a check takes 16 MiB, so that it
// and all clients without a session stay within 64 MiB.
struct PasswordHash {
  int log_n = 14;
  uint32_t r = 8;
  uint32_t p = 5;
  std::string salt;
  std::string hash;
};

std::string FormatPasswordHash(const PasswordHash& hash);

// Returns std::nullopt for any other text, and for a hash whose check would
// take more than 128 MiB or touch more than 1 GiB (some seconds), or whose salt
// or hash is too short to protect anything. Pure.
std::optional<PasswordHash> ParsePasswordHash(const std::string& text);

// Returns true if a guess costs less work than with any of OWASP's minimums.
// Pure.
bool IsBelowMinimum(const PasswordHash& hash);

// Hashes `password` with a new random salt. Takes some tenths of a second and,
// meanwhile, 16 MiB. Errors: Internal if OpenSSL fails.
absl::StatusOr<PasswordHash> HashPassword(const std::string& password);

// Returns true if `password` matches. The time that this takes does not reveal
// how much of the password is right. Returns false also if memory runs out.
bool PasswordMatches(const std::string& password, const PasswordHash& hash);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_PASSWORD_HASH_H_
