// What of a request to the dashboard decides who may do what: its target, Host,
// Cookie and X-Forwarded-For. One text stands for each of them in turn.

#include <cctype>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/dashboard/address_range.h"
#include "gateway/dashboard/base64.h"
#include "gateway/dashboard/client_origin.h"
#include "gateway/dashboard/host_guard.h"
#include "gateway/dashboard/query.h"
#include "gateway/dashboard/session_cookie.h"
#include "gateway/http/message.h"
#include "tests/fuzzing/harness.h"

namespace hermes::gateway {
namespace {

using fuzzing::Require;

constexpr int64_t kNow = 1'700'000'000;

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    char digits[4];
    std::snprintf(digits, sizeof digits, "%%%02x", c & 0xFFU);
    escaped += digits;
  }
  return escaped;
}

void CheckTarget(const std::string& text) {
  const Target target = ParseTarget(text);
  Require(target.path.find('?') == std::string::npos, "a path has no query");
  Require(text.compare(0, target.path.size(), target.path) == 0,
          "a path comes as it was sent");
  std::string written = target.path + "?";
  for (const auto& [name, value] : target.query) {
    written += "&" + Escaped(name) + "=" + Escaped(value);
  }
  const Target again = ParseTarget(written);
  Require(again.path == target.path && again.query == target.query,
          "a written target reads the same");
}

void CheckHost(const std::string& text) {
  const std::optional<std::string> host = HostIn(text);
  if (!host.has_value()) {
    Require(!HostAllowed(text, {"0.0.0.0", std::nullopt}),
            "what is not a host is not allowed");
    return;
  }
  for (const char c : *host) {
    Require(std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' ||
                c == '-' || c == '_' || c == ':',
            "a host is a name or an address");
    Require(std::isupper(static_cast<unsigned char>(c)) == 0,
            "a host is in lower case");
  }
  const bool has_colon = host->find(':') != std::string::npos;
  Require(HostIn(has_colon ? "[" + *host + "]:80" : *host + ":80") == host,
          "a written host reads the same");

  const std::optional<PublicUrl> url = ParsePublicUrl("https://example.com");
  const bool allowed = HostAllowed(text, {"10.0.0.7", url});
  Require(allowed == (IsLoopbackHost(*host) || *host == "example.com" ||
                      *host == "10.0.0.7"),
          "only known hosts are allowed");
  Require(IsByPublicHttps(text, {"10.0.0.7", url}) == (*host == "example.com"),
          "only the public URL is https");
  Require(!HostAllowed(text, {"0.0.0.0", std::nullopt}) ||
              IsLoopbackHost(*host) || ParseAddress(*host).has_value(),
          "a name is never allowed by an address");
}

void CheckPublicUrl(const std::string& text) {
  const std::optional<PublicUrl> url = ParsePublicUrl(text);
  if (!url.has_value()) return;
  Require(url->scheme == "http" || url->scheme == "https", "a scheme is known");
  Require(HostIn(url->authority) == url->host, "the host is in the authority");
  const std::optional<PublicUrl> again = ParsePublicUrl(url->origin());
  Require(again.has_value() && again->origin() == url->origin() &&
              again->host == url->host,
          "a written URL reads the same");
}

void CheckCookie(const std::string& text, CookieKind kind, bool https) {
  const SessionSigner signer("secret", "epoch", "ann", "credential");
  const std::string name = CookieName(kind, https) + "=";
  const auto shown = [&](const std::string& header) {
    return CookieIn(kind, header, signer, kNow, https);
  };
  if (const std::optional<LoginSession> session = shown(text)) {
    Require(session->expiry > kNow, "a session that has ended does not count");
    Require(text.find(name + signer.Sign(kind, *session)) != std::string::npos,
            "a session is one that was signed");
  }
  const LoginSession session = {"0123456789abcdef", kNow + 60};
  const std::string own = name + signer.Sign(kind, session);
  Require(shown(text + "; " + own).has_value(),
          "another cookie does not hide ours");
  const auto first = shown(own + "; " + text);
  Require(first.has_value() && first->id == session.id &&
              first->expiry == session.expiry,
          "the first valid cookie counts");
  Require(!shown("x" + own).has_value(), "a name counts as a whole");
  for (const SessionSigner& other :
       {SessionSigner(text + "x", "epoch", "ann", "credential"),
        SessionSigner("secret", text + "x", "ann", "credential"),
        SessionSigner("secret", "epoch", text + "x", "credential"),
        SessionSigner("secret", "epoch", "ann", text + "x")}) {
    Require(!CookieIn(kind, own, other, kNow, https).has_value(),
            "another key signs other cookies");
  }
}

void CheckOrigin(const std::string& text) {
  const absl::StatusOr<std::vector<AddressRange>> ranges =
      ParseAddressRanges(text);
  if (ranges.ok()) {
    for (const AddressRange& range : *ranges) {
      Require(range.prefix_bits >= 1 &&
                  range.prefix_bits <= (range.base.is_v4() ? 32 : 128),
              "a range has a prefix");
      Require(Contains(*ranges, range.base), "a range has its address");
    }
  }
  const auto proxies = ParseAddressRanges("10.0.0.0/8 fd00::/8");
  Require(proxies.ok(), "the ranges of this harness are right");
  HttpRequest head;
  head.peer = "10.0.0.1";
  head.forwarded_for = text;
  head.forwarded_proto = text;
  const ClientOrigin origin = OriginOf(head, *proxies);
  Require(ParseAddress(origin.address).has_value(), "a client has an address");
  head.peer = "192.0.2.1";
  const ClientOrigin direct = OriginOf(head, *proxies);
  Require(direct.address == head.peer && !direct.https,
          "a client cannot speak for others");
}

void CheckBase64(const std::string& text) {
  Require(DecodeBase64(EncodeBase64(text)) == text &&
              DecodeWebBase64(EncodeWebBase64(text)) == text,
          "what is encoded can be decoded");
  const std::optional<std::string> bytes = DecodeBase64(text);
  Require(!bytes.has_value() || EncodeBase64(*bytes) == text,
          "there is one text for the same bytes");
  const std::optional<std::string> web = DecodeWebBase64(text);
  Require(!web.has_value() || EncodeWebBase64(*web) == text,
          "there is one text for the same bytes");
}

}  // namespace
}  // namespace hermes::gateway

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway;  // NOLINT
  const std::string text(hermes::fuzzing::TextOf(data, size));
  CheckTarget(text);
  CheckHost(text);
  CheckPublicUrl(text);
  for (const CookieKind kind : {CookieKind::kSession, CookieKind::kDevice}) {
    for (const bool https : {true, false}) CheckCookie(text, kind, https);
  }
  CheckOrigin(text);
  CheckBase64(text);
  return 0;
}
