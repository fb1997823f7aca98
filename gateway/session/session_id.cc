#include "gateway/session/session_id.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "gateway/seeding/random_hex.h"

namespace hermes::gateway {
namespace {

constexpr std::string_view kDerivedPrefix = "api-";
constexpr size_t kDerivedDigits = 16;

}  // namespace

absl::StatusOr<std::string> NewSessionId(std::chrono::sys_seconds now) {
  absl::StatusOr<std::string> random = RandomHex(4, UnseededGenerator::kWait);
  if (!random.ok()) return random.status();
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(now - day);
  return absl::StrFormat(
      "%04d%02d%02d_%02d%02d%02d_%s", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
      *random);
}

absl::StatusOr<std::string> NewTurnToken() {
  return RandomHex(16, UnseededGenerator::kWait);
}

std::string DerivedSessionId(std::string_view system,
                             std::string_view first_user_text) {
  std::string text(system);
  text += '\n';
  text += first_user_text;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data());
  const absl::string_view bytes(reinterpret_cast<const char*>(digest.data()),
                                kDerivedDigits / 2);
  return absl::StrCat(
      absl::string_view(kDerivedPrefix.data(), kDerivedPrefix.size()),
      absl::BytesToHexString(bytes));
}

bool IsDerivedSessionId(std::string_view id) {
  if (id.size() != kDerivedPrefix.size() + kDerivedDigits) return false;
  if (!id.starts_with(kDerivedPrefix)) return false;
  const std::string_view digits = id.substr(kDerivedPrefix.size());
  return std::all_of(digits.begin(), digits.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

}  // namespace hermes::gateway
