#include "gateway/api/access.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace hermes::gateway::api {

bool HasKey(const std::optional<std::string>& authorization,
            const std::string& key) {
  constexpr char kScheme[] = "Bearer ";
  if (!authorization.has_value() || key.empty() ||
      !absl::StartsWithIgnoreCase(*authorization, kScheme)) {
    return false;
  }
  const std::string shown(
      absl::StripAsciiWhitespace(authorization->substr(sizeof(kScheme) - 1)));
  return shown.size() == key.size() &&
         CRYPTO_memcmp(shown.data(), key.data(), key.size()) == 0;
}

bool OriginAllowed(const std::optional<std::string>& origin,
                   const std::vector<std::string>& allowed) {
  if (!origin.has_value()) return true;
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& a) {
    return a == "*" || a == *origin;
  });
}

}  // namespace hermes::gateway::api
