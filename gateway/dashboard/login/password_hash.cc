#include "gateway/dashboard/login/password_hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/dashboard/login/base64.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr uint64_t kMostMemory = uint64_t{128} << 20;
constexpr uint64_t kMostWork = uint64_t{1} << 30;
// The work of N=2^13, r=8, p=10, the cheapest of OWASP's minimums.
constexpr uint64_t kLeastWork = uint64_t{80} << 20;
constexpr size_t kSaltBytes = 16;
constexpr size_t kHashBytes = 32;

// Returns the bytes that a check needs. Requires: `log_n` and `r` are within
// IsSane()'s bounds.
uint64_t MemoryOf(const PasswordHash& hash) {
  return uint64_t{128} * hash.r << hash.log_n;
}

bool IsSane(const PasswordHash& hash) {
  return hash.log_n >= 10 && hash.log_n <= 20 && hash.r >= 1 && hash.r <= 32 &&
         hash.p >= 1 && hash.p <= 16 && MemoryOf(hash) <= kMostMemory &&
         MemoryOf(hash) * hash.p <= kMostWork && hash.salt.size() >= 8 &&
         hash.salt.size() <= 64 && hash.hash.size() >= 16 &&
         hash.hash.size() <= 64;
}

template <typename Int>
bool TakeNumber(const std::string& word, const std::string& name, Int* out) {
  return absl::StartsWith(word, name) &&
         absl::SimpleAtoi(word.substr(name.size()), out);
}

// Returns the scrypt output for `password` with the salt and the parameters of
// `hash`; "" if OpenSSL fails.
std::string Derive(const std::string& password, const PasswordHash& hash,
                   size_t size) {
  std::string out(size, '\0');
  const int done =
      EVP_PBE_scrypt(password.data(), password.size(),
                     reinterpret_cast<const unsigned char*>(hash.salt.data()),
                     hash.salt.size(), uint64_t{1} << hash.log_n, hash.r,
                     hash.p, kMostMemory * 2,
                     reinterpret_cast<unsigned char*>(out.data()), out.size());
  return done == 1 ? out : "";
}

}  // namespace

std::string FormatPasswordHash(const PasswordHash& hash) {
  return absl::StrCat("$scrypt$ln=", hash.log_n, ",r=", hash.r, ",p=", hash.p,
                      "$", EncodeBase64(hash.salt), "$",
                      EncodeBase64(hash.hash));
}

std::optional<PasswordHash> ParsePasswordHash(const std::string& text) {
  const std::string plain = absl::StrReplaceAll(text, {{":", "$"}});
  std::vector<std::string> parts = absl::StrSplit(plain, '$');
  if (!parts.empty() && parts.front().empty()) parts.erase(parts.begin());
  if (parts.size() != 4 || parts[0] != "scrypt") return std::nullopt;
  const std::vector<std::string> numbers = absl::StrSplit(parts[1], ',');
  PasswordHash hash;
  if (numbers.size() != 3 || !TakeNumber(numbers[0], "ln=", &hash.log_n) ||
      !TakeNumber(numbers[1], "r=", &hash.r) ||
      !TakeNumber(numbers[2], "p=", &hash.p)) {
    return std::nullopt;
  }
  const std::optional<std::string> salt = DecodeBase64(parts[2]);
  const std::optional<std::string> digest = DecodeBase64(parts[3]);
  if (!salt.has_value() || !digest.has_value()) return std::nullopt;
  hash.salt = *salt;
  hash.hash = *digest;
  if (!IsSane(hash)) return std::nullopt;
  return hash;
}

bool IsBelowMinimum(const PasswordHash& hash) {
  return MemoryOf(hash) * hash.p < kLeastWork;
}

absl::StatusOr<PasswordHash> HashPassword(const std::string& password) {
  PasswordHash hash;
  hash.salt.resize(kSaltBytes);
  if (RAND_bytes(reinterpret_cast<unsigned char*>(hash.salt.data()),
                 static_cast<int>(kSaltBytes)) != 1) {
    return absl::InternalError("no random numbers are available for a salt");
  }
  hash.hash = Derive(password, hash, kHashBytes);
  if (hash.hash.empty()) {
    return absl::InternalError("scrypt failed: it needs 16 MiB of memory");
  }
  return hash;
}

bool PasswordMatches(const std::string& password, const PasswordHash& hash) {
  const std::string derived = Derive(password, hash, hash.hash.size());
  return !derived.empty() &&
         CRYPTO_memcmp(derived.data(), hash.hash.data(), derived.size()) == 0;
}

}  // namespace hermes::gateway::dashboard
