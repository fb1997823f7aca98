// Fuzzes texts of password hashes. Only cheap hashes are computed.

#include "gateway/dashboard/login/password_hash.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "tests/fuzzing/harness.h"

namespace hermes::gateway::dashboard {
namespace {

using fuzzing::Require;

constexpr uint64_t kMostMemory = uint64_t{128} << 20;
constexpr uint64_t kMostWork = uint64_t{1} << 30;
constexpr uint64_t kCheapBlocks = uint64_t{1} << 14;  // some milliseconds

bool AreSame(const PasswordHash& a, const PasswordHash& b) {
  return a.log_n == b.log_n && a.r == b.r && a.p == b.p && a.salt == b.salt &&
         a.hash == b.hash;
}

void Check(const PasswordHash& hash) {
  Require(hash.log_n > 0 && hash.log_n < 32 && hash.r > 0 && hash.p > 0,
          "the parameters are in range");
  const uint64_t blocks = uint64_t{hash.r} << hash.log_n;
  Require(128 * blocks <= kMostMemory, "a hash does not take all memory");
  Require(128 * blocks * hash.p <= kMostWork, "a login does not take a minute");
  Require(hash.salt.size() >= 8 && hash.hash.size() >= 16,
          "salt and hash are long enough");

  std::string text = FormatPasswordHash(hash);
  auto again = ParsePasswordHash(text);
  Require(again.has_value() && AreSame(*again, hash),
          "a written hash reads the same");
  std::replace(text.begin(), text.end(), '$', ':');
  again = ParsePasswordHash(text);
  Require(again.has_value() && AreSame(*again, hash),
          "a hash written with colons reads the same");

  if (blocks * hash.p > kCheapBlocks) return;
  if (!PasswordMatches("password", hash)) return;
  PasswordHash other = hash;
  other.hash.back() = static_cast<char>(other.hash.back() ^ 1);
  Require(!PasswordMatches("password", other), "every bit counts");
  Require(!PasswordMatches("passwore", hash), "another password is refused");
}

}  // namespace
}  // namespace hermes::gateway::dashboard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(hermes::fuzzing::TextOf(data, size));
  const auto hash = hermes::gateway::dashboard::ParsePasswordHash(text);
  if (hash.has_value()) hermes::gateway::dashboard::Check(*hash);
  return 0;
}
