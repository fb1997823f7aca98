#ifndef GATEWAY_DASHBOARD_PASSWORD_HASH_H_
#define GATEWAY_DASHBOARD_PASSWORD_HASH_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// What scrypt made of a password. As text it is
//   $scrypt$ln=15,r=8,p=1$SALT$HASH
// with both in base64 without padding. A text may also begin without the first
// `$`, and have `:` for each `$`, which no shell or compose file takes for a
// variable.
struct PasswordHash {
  int log_n = 15;
  uint32_t r = 8;
  uint32_t p = 1;
  std::string salt;
  std::string hash;
};

std::string FormatPasswordHash(const PasswordHash& hash);

// Nothing for another text, and for one that would take more than 128 MiB or a
// salt or hash that is no protection. Pure.
std::optional<PasswordHash> ParsePasswordHash(const std::string& text);

// With a salt of its own. Takes a tenth of a second and 32 MiB, as long as it
// lasts. Errors: Internal if the library cannot.
absl::StatusOr<PasswordHash> HashPassword(const std::string& password);

// In a time that does not tell how much of it is right. False also where there
// is no memory for it.
bool PasswordMatches(const std::string& password, const PasswordHash& hash);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_PASSWORD_HASH_H_
