#include "gateway/dashboard/login/session_cookie.h"

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
#include "gateway/dashboard/login/base64.h"

namespace hermes::gateway::dashboard {
namespace {

// Returns the prefix of each kind's values.
const char* MarkOf(CookieKind kind) {
  return kind == CookieKind::kSession ? "v2" : "d1";
}

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
                             const std::string& epoch,
                             const std::string& username,
                             const std::string& credential)
    : key_(HmacSha256(
          secret,
          absl::StrCat("session of the dashboard\n", epoch.size(), "\n", epoch,
                       username.size(), "\n", username, credential))) {}

std::string SessionSigner::Mac(const std::string& text) const {
  return EncodeWebBase64(HmacSha256(key_, text));
}

std::string SessionSigner::Sign(CookieKind kind,
                                const LoginSession& session) const {
  const std::string text =
      absl::StrCat(MarkOf(kind), ".", session.expiry, ".", session.id);
  return absl::StrCat(text, ".", Mac(text));
}

std::optional<LoginSession> SessionSigner::Verify(CookieKind kind,
                                                  const std::string& value,
                                                  int64_t now) const {
  const std::vector<std::string> parts = absl::StrSplit(value, '.');
  LoginSession session;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[1], &session.expiry)) {
    return std::nullopt;
  }
  session.id = parts[2];
  const std::string signed_value = Sign(kind, session);
  // The key is empty if HMAC failed; such a key signs nothing.
  if (key_.empty() || signed_value.size() != value.size() ||
      CRYPTO_memcmp(signed_value.data(), value.data(), value.size()) != 0 ||
      session.expiry <= now) {
    return std::nullopt;
  }
  return session;
}

std::string CookieName(CookieKind kind, bool https) {
  return absl::StrCat(https ? "__Host-" : "", "hermes_dashboard",
                      kind == CookieKind::kDevice ? "_device" : "");
}

std::string SetCookie(CookieKind kind, const std::string& value,
                      std::chrono::seconds lives, bool https) {
  return absl::StrCat(CookieName(kind, https), "=", value,
                      "; Max-Age=", lives.count(), Attributes(https));
}

std::string ClearSessionCookie(bool https) {
  return SetCookie(CookieKind::kSession, "", std::chrono::seconds(0), https);
}

std::optional<LoginSession> CookieIn(CookieKind kind,
                                     const std::optional<std::string>& header,
                                     const SessionSigner& signer, int64_t now,
                                     bool https) {
  if (!header.has_value()) return std::nullopt;
  const std::string start = absl::StrCat(CookieName(kind, https), "=");
  for (absl::string_view cookie : absl::StrSplit(*header, ';')) {
    cookie = absl::StripAsciiWhitespace(cookie);
    if (!absl::ConsumePrefix(&cookie, start)) continue;
    std::optional<LoginSession> session =
        signer.Verify(kind, absl::StrCat(cookie), now);
    if (session.has_value()) return session;
  }
  return std::nullopt;
}

}  // namespace hermes::gateway::dashboard
