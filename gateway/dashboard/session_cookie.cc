#include "gateway/dashboard/session_cookie.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gateway/dashboard/base64.h"

namespace hermes::gateway {
namespace {

constexpr char kVersion[] = "v1";

std::string HmacSha256(const std::string& key, const std::string& text) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           mac, &size) == nullptr) {
    return "";
  }
  return {reinterpret_cast<const char*>(mac), size};
}

std::string Attributes(bool https) {
  return absl::StrCat("; Path=/; HttpOnly; SameSite=Strict",
                      https ? "; Secure" : "");
}

}  // namespace

SessionSigner::SessionSigner(const std::string& secret,
                             const std::string& username,
                             const std::string& credential)
    : key_(HmacSha256(
          secret, absl::StrCat("session of the dashboard\n", username.size(),
                               "\n", username, credential))) {}

std::string SessionSigner::Mac(const std::string& text) const {
  return EncodeWebBase64(HmacSha256(key_, text));
}

std::string SessionSigner::Sign(int64_t expiry) const {
  const std::string text = absl::StrCat(kVersion, ".", expiry);
  return absl::StrCat(text, ".", Mac(text));
}

std::optional<int64_t> SessionSigner::Verify(const std::string& value,
                                             int64_t now) const {
  const std::vector<std::string> parts = absl::StrSplit(value, '.');
  int64_t expiry = 0;
  if (parts.size() != 3 || parts[0] != kVersion ||
      !absl::SimpleAtoi(parts[1], &expiry)) {
    return std::nullopt;
  }
  const std::string signed_value = Sign(expiry);
  // An HMAC that failed is empty: nothing is signed by it.
  if (key_.empty() || signed_value.size() != value.size() ||
      CRYPTO_memcmp(signed_value.data(), value.data(), value.size()) != 0 ||
      expiry <= now) {
    return std::nullopt;
  }
  return expiry;
}

std::string SetSessionCookie(const std::string& value,
                             std::chrono::seconds lives, bool https) {
  return absl::StrCat(kSessionCookie, "=", value, "; Max-Age=", lives.count(),
                      Attributes(https));
}

std::string ClearSessionCookie(bool https) {
  return absl::StrCat(kSessionCookie, "=; Max-Age=0", Attributes(https));
}

std::optional<int64_t> SessionIn(const std::optional<std::string>& header,
                                 const SessionSigner& signer, int64_t now) {
  if (!header.has_value()) return std::nullopt;
  const std::string start = absl::StrCat(kSessionCookie, "=");
  for (absl::string_view cookie : absl::StrSplit(*header, ';')) {
    cookie = absl::StripAsciiWhitespace(cookie);
    if (!absl::ConsumePrefix(&cookie, start)) continue;
    const std::optional<int64_t> expiry =
        signer.Verify(absl::StrCat(cookie), now);
    if (expiry.has_value()) return expiry;
  }
  return std::nullopt;
}

}  // namespace hermes::gateway
