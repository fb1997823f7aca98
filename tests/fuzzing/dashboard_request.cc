// Fuzzes the parts of a request to the dashboard that decide about access and
// the reply: the target, Host, Cookie and other headers. One text is used as
// each of them in turn.

#include <boost/json.hpp>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "gateway/dashboard/login/address_range.h"
#include "gateway/dashboard/login/base64.h"
#include "gateway/dashboard/login/client_origin.h"
#include "gateway/dashboard/login/host_guard.h"
#include "gateway/dashboard/login/revoked_sessions.h"
#include "gateway/dashboard/login/session_cookie.h"
#include "gateway/dashboard/page_file.h"
#include "gateway/dashboard/route.h"
#include "gateway/dashboard/view/log_query.h"
#include "gateway/http/message.h"
#include "gateway/http/query.h"
#include "gateway/logging/secret_list.h"
#include "tests/fuzzing/harness.h"

namespace hermes::gateway::dashboard {
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
  const http::Target target = http::ParseTarget(text);
  Require(target.path.find('?') == std::string::npos, "a path has no query");
  Require(text.compare(0, target.path.size(), target.path) == 0,
          "a path is returned as it was sent");
  std::string written = target.path + "?";
  for (const auto& [name, value] : target.query) {
    written += "&" + Escaped(name) + "=" + Escaped(value);
  }
  const http::Target again = http::ParseTarget(written);
  Require(again.path == target.path && again.query == target.query,
          "a written target reads the same");
}

void CheckHost(const std::string& text) {
  const std::optional<std::string> host = HostIn(text);
  if (!host.has_value()) {
    Require(!HostAllowed(text, {"0.0.0.0", std::nullopt}),
            "an invalid Host is not allowed");
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
          "only the public URL's host counts as https");
  Require(!HostAllowed(text, {"0.0.0.0", std::nullopt}) ||
              IsLoopbackHost(*host) || ParseAddress(*host).has_value(),
          "listening on all addresses allows no name");
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
    Require(session->expiry > kNow, "an expired session does not count");
    Require(text.find(name + signer.Sign(kind, *session)) != std::string::npos,
            "only a signed session counts");
  }
  const LoginSession session = {"0123456789abcdef", kNow + 60};
  const std::string own = name + signer.Sign(kind, session);
  Require(shown(text + "; " + own).has_value(),
          "another cookie does not hide ours");
  const auto first = shown(own + "; " + text);
  Require(first.has_value() && first->id == session.id &&
              first->expiry == session.expiry,
          "the first valid cookie counts");
  Require(!shown("x" + own).has_value(),
          "a cookie's name must match as a whole");
  for (const SessionSigner& other :
       {SessionSigner(text + "x", "epoch", "ann", "credential"),
        SessionSigner("secret", text + "x", "ann", "credential"),
        SessionSigner("secret", "epoch", text + "x", "credential"),
        SessionSigner("secret", "epoch", "ann", text + "x")}) {
    Require(!CookieIn(kind, own, other, kNow, https).has_value(),
            "a cookie signed with another key does not count");
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
      Require(Contains(*ranges, range.base),
              "a range contains its base address");
    }
  }
  const auto proxies = ParseAddressRanges("10.0.0.0/8 fd00::/8");
  Require(proxies.ok(), "the ranges of this harness are right");
  http::Request head;
  head.peer = "10.0.0.1";
  head.forwarded_for = text;
  head.forwarded_proto = text;
  const ClientOrigin origin = OriginOf(head, *proxies);
  Require(ParseAddress(origin.address).has_value(), "a client has an address");
  head.peer = "192.0.2.1";
  const ClientOrigin direct = OriginOf(head, *proxies);
  Require(direct.address == head.peer && !direct.https,
          "headers of an untrusted client are ignored");
}

// Checks admission with `text` as the target, the Origin and the Sec-Fetch-Site
// in turn.
void CheckAdmission(const std::string& text) {
  const Route route = ChooseRoute(http::ParseTarget(text).path).route;
  const HostRules hosts = {"127.0.0.1", std::nullopt};
  http::Request head;
  head.host = "localhost:9119";
  head.content_type = "application/json";
  head.fetch_site = "same-origin";
  AdmissionFacts facts{head, route, true, true, false, hosts, false};
  const bool is_public = route == Route::kPage || route == Route::kHealth ||
                         route == Route::kStatus || route == Route::kLogin;
  for (const char* const method : {"GET", "HEAD", "POST", "DELETE", "PUT"}) {
    head.method = method;
    facts.has_session = false;
    const Refusal refusal = DecideAdmission(facts);
    Require(refusal != Refusal::kNone || is_public,
            "only public routes are served without a session");
    facts.has_session = true;
    const Refusal with_session = DecideAdmission(facts);
    Require(with_session == Refusal::kNone ||
                with_session == Refusal::kNotFound ||
                with_session == Refusal::kBadMethod,
            "a session grants access to every route");
    if (with_session == Refusal::kNone) continue;
    const http::Response reply = RefusalResponse(with_session, route);
    Require(reply.status == 404 || reply.status == 405,
            "the status of a refusal is 404 or 405");
  }
  head.method = "POST";
  facts.route = Route::kStop;
  head.origin = text;
  const std::optional<PublicUrl> url = ParsePublicUrl(text);
  const bool own = url.has_value() && url->host == "localhost";
  Require(own || DecideAdmission(facts) == Refusal::kForeignOrigin,
          "another site's page is refused");
  head.origin = std::nullopt;
  head.fetch_site = text;
  Require(text == "same-origin" ||
              DecideAdmission(facts) == Refusal::kForeignOrigin,
          "only the same origin may change something");
}

void CheckLogs(const std::string& text) {
  static const std::string root =
      std::filesystem::temp_directory_path() / "no-such-root";
  const auto query = ReadLogQuery(http::ParseTarget(text), root);
  if (const auto* const asked = std::get_if<LogQuery>(&query)) {
    Require(asked->path.rfind(root + "/logs/", 0) == 0 &&
                asked->path.find("..") == std::string::npos,
            "a log is within the root");
    Require(asked->lines <= kMostLogLines, "the number of lines is limited");
  } else {
    const int status = std::get<http::Response>(query).status;
    Require(status == 400 || status == 404, "the client is at fault");
  }
  const std::string secret = "K3Y/of.this=dashboard";
  SecretList secrets;
  secrets.Add(secret);
  const std::string document = LinesDocument({text, text + secret}, secrets);
  Require(document.find(secret) == std::string::npos, "a secret is masked");
  boost::json::error_code failed;
  const boost::json::value lines = boost::json::parse(document, failed);
  Require(!failed && lines.at("lines").as_array().size() == 2,
          "lines are sent as JSON");
}

void CheckPage(const std::string& text) {
  const PageFile file = {"index.html", "tag", "plain", "packed"};
  http::Request head;
  head.accept_encoding = text;
  const bool packed = PageResponse(file, head).body == file.gzip;
  Require(
      !packed || absl::AsciiStrToLower(text).find("gzip") != std::string::npos,
      "gzip is sent only if it was requested");
  head.accept_encoding = text + ", gzip;q=0.000";
  Require(packed || PageResponse(file, head).body == file.plain,
          "gzip is not sent if it was refused");
  head.if_none_match = text;
  const bool has_it = PageResponse(file, head).status == 304;
  Require(!has_it || text.find("\"tag\"") != std::string::npos ||
              text.find('*') != std::string::npos,
          "304 is sent only if a tag matches");
  head.if_none_match = text + ",W/\"tag\"";
  Require(PageResponse(file, head).status == 304,
          "304 is sent if a tag matches");
}

void CheckRevoked(const std::string& text) {
  std::optional<RevokedSessions> revoked = RevokedSessions::Parse(text);
  if (!revoked.has_value()) return;
  const LoginSession session = {"0123456789abcdef", kNow + 60};
  revoked->Revoke(session, kNow);
  const std::string written = revoked->Format();
  Require(written.size() <= RevokedSessions::kMaxBytes, "the list is short");
  const std::optional<RevokedSessions> again = RevokedSessions::Parse(written);
  Require(again.has_value() && again->epoch() == revoked->epoch() &&
              again->size() == revoked->size() && again->IsRevoked(session),
          "a written list reads the same");
}

void CheckBase64(const std::string& text) {
  Require(DecodeBase64(EncodeBase64(text)) == text &&
              DecodeWebBase64(EncodeWebBase64(text)) == text,
          "encoded bytes can be decoded");
  const std::optional<std::string> bytes = DecodeBase64(text);
  Require(!bytes.has_value() || EncodeBase64(*bytes) == text,
          "only one text decodes to the same bytes");
  const std::optional<std::string> web = DecodeWebBase64(text);
  Require(!web.has_value() || EncodeWebBase64(*web) == text,
          "only one text decodes to the same bytes");
}

}  // namespace
}  // namespace hermes::gateway::dashboard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway::dashboard;  // NOLINT
  const std::string text(hermes::fuzzing::TextOf(data, size));
  CheckTarget(text);
  CheckHost(text);
  CheckPublicUrl(text);
  for (const CookieKind kind : {CookieKind::kSession, CookieKind::kDevice}) {
    for (const bool https : {true, false}) CheckCookie(text, kind, https);
  }
  CheckOrigin(text);
  CheckAdmission(text);
  CheckLogs(text);
  CheckPage(text);
  CheckRevoked(text);
  CheckBase64(text);
  return 0;
}
