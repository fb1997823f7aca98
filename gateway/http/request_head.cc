#include "gateway/http/request_head.h"

#include <algorithm>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::http {
namespace {

namespace beast = boost::beast;
namespace beast_http = boost::beast::http;

constexpr char kSessionId[] = "X-Hermes-Session-Id";
constexpr char kSessionKey[] = "X-Hermes-Session-Key";
constexpr char kIdempotencyKey[] = "Idempotency-Key";

// A proxy adds one of these headers, or one that begins with kForwardingPrefix,
// when it forwards a request.
constexpr const char* kForwarding[] = {"Forwarded", "X-Real-IP", "Via"};
constexpr absl::string_view kForwardingPrefix = "X-Forwarded-";
// The target that stands for the server as a whole.
constexpr std::string_view kServer = "*";
constexpr absl::string_view kOriginField = "Origin:";
// The methods of RFC 9110 (9) and RFC 5789. A known method that a route does
// not accept is a different error (405).
constexpr std::string_view kMethods[] = {"GET",     "HEAD",   "POST",
                                         "PUT",     "DELETE", "CONNECT",
                                         "OPTIONS", "TRACE",  "PATCH"};
constexpr const char* kOnce[] = {"Authorization", "Origin",
                                 kSessionId,      kSessionKey,
                                 "Content-Type",  kIdempotencyKey};

std::optional<std::string> Header(const RequestHead& head, const char* name) {
  const auto found = head.find(name);
  if (found == head.end()) return std::nullopt;
  return std::string(found->value());
}

// Joins the values of a header that occurs more than once into one list, as
// RFC 9110 (5.2) says.
std::optional<std::string> ListHeader(const RequestHead& head,
                                      const char* name) {
  std::optional<std::string> list;
  const auto [first, last] = head.equal_range(name);
  for (auto each = first; each != last; ++each) {
    list = list.has_value() ? *list + ", " : std::string();
    list->append(each->value().data(), each->value().size());
  }
  return list;
}

// Returns the path and query of a request's target. A client that uses this
// server as a proxy sends scheme and authority before them; by RFC 9112 (3.2.2)
// every server must accept that.
std::string PathAndQuery(std::string_view target) {
  for (const absl::string_view scheme : {"http://", "https://"}) {
    const absl::string_view start(target.data(),
                                  std::min(target.size(), scheme.size()));
    if (!absl::EqualsIgnoreCase(start, scheme)) continue;
    const size_t path = target.find_first_of("/?", scheme.size());
    if (path == std::string_view::npos) return "/";
    const std::string rest(target.substr(path));
    return rest.front() == '/' ? rest : "/" + rest;
  }
  return std::string(target);
}

bool IsForwarded(const RequestHead& head) {
  for (const char* name : kForwarding) {
    if (head.count(name) > 0) return true;
  }
  return std::any_of(head.begin(), head.end(), [](const auto& field) {
    const auto name = field.name_string();
    return absl::StartsWithIgnoreCase({name.data(), name.size()},
                                      kForwardingPrefix);
  });
}

bool IsUnknownMethod(const RequestHead& head) {
  const std::string_view method(head.method_string().data(),
                                head.method_string().size());
  return std::find(std::begin(kMethods), std::end(kMethods), method) ==
         std::end(kMethods);
}

bool HasInvalidHost(const RequestHead& head) {
  const auto found = head.find(beast_http::field::host);
  return found != head.end() &&
         !IsValidHost({found->value().data(), found->value().size()});
}

// HTTP/1.0 has no expectations: the header is ignored there.
bool HasUnknownExpectation(const RequestHead& head) {
  if (head.version() < 11) return false;
  const auto [first, last] = head.equal_range(beast_http::field::expect);
  return std::any_of(first, last, [](const auto& each) {
    return !beast::iequals(each.value(), "100-continue");
  });
}

bool IsServerTarget(const RequestHead& head) {
  return std::string_view(head.target().data(), head.target().size()) ==
         kServer;
}

struct RefusalRow {
  const char* name;
  int status;
  bool (*holds)(const RequestHead&);
};
constexpr RefusalRow kRefusals[] = {
    {"malformed", 400, IsMalformed},
    {"invalid-host", 400, HasInvalidHost},
    {"unknown-method", 501, IsUnknownMethod},
    {"server-target", 400,
     [](const RequestHead& head) {
       return IsServerTarget(head) && head.method_string() != "OPTIONS";
     }},
    {"unknown-expectation", 417, HasUnknownExpectation},
};

// `reg-name` of RFC 3986 (3.2.2).
bool IsRegisteredName(std::string_view name) {
  for (size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    if (c == '%') {
      if (name.size() - i < 3 || !absl::ascii_isxdigit(name[i + 1]) ||
          !absl::ascii_isxdigit(name[i + 2])) {
        return false;
      }
      i += 2;
    } else if (!absl::ascii_isalnum(c) &&
               std::string_view("-._~!$&'()*+,;=").find(name[i]) ==
                   std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }

bool IsLoopback(const boost::asio::ip::address& peer) {
  if (peer.is_loopback()) return true;
  return peer.is_v6() && peer.to_v6().is_v4_mapped() &&
         boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped,
                                          peer.to_v6())
             .is_loopback();
}

}  // namespace

Request ToRequest(const RequestHead& head,
                  const boost::asio::ip::address& peer) {
  Request request;
  request.method = std::string(head.method_string());
  request.target = PathAndQuery({head.target().data(), head.target().size()});
  request.origin = Header(head, "Origin");
  request.authorization = Header(head, "Authorization");
  request.session_id = Header(head, kSessionId);
  request.session_key = Header(head, kSessionKey);
  request.idempotency_key = Header(head, kIdempotencyKey);
  for (const char* name : kOnce) {
    if (head.count(name) > 1) request.ambiguous = true;
  }
  request.from_loopback = IsLoopback(peer);
  request.peer = peer.to_string();
  request.host = Header(head, "Host");
  request.cookie = Header(head, "Cookie");
  request.content_type = Header(head, "Content-Type");
  request.fetch_site = Header(head, "Sec-Fetch-Site");
  request.accept_encoding = Header(head, "Accept-Encoding");
  request.if_none_match = Header(head, "If-None-Match");
  request.forwarded_for = ListHeader(head, "X-Forwarded-For");
  request.forwarded_proto = ListHeader(head, "X-Forwarded-Proto");
  request.forwarded = IsForwarded(head);
  return request;
}

bool IsMalformed(const RequestHead& head) {
  const size_t hosts = head.count(beast_http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() >= 11)) return true;
  const size_t encodings = head.count(beast_http::field::transfer_encoding);
  if (encodings == 0) return false;
  return encodings > 1 || head.version() < 11 ||
         head.count(beast_http::field::content_length) > 0 ||
         !beast::iequals(head[beast_http::field::transfer_encoding], "chunked");
}

bool IsValidHost(std::string_view host) {
  std::string_view rest = host;
  if (!rest.empty() && rest.front() == '[') {
    const size_t end = rest.find(']');
    if (end == std::string_view::npos) return false;
    boost::system::error_code error;
    boost::asio::ip::make_address_v6(std::string(rest.substr(1, end - 1)),
                                     error);
    if (error) return false;
    rest.remove_prefix(end + 1);
  } else {
    const size_t end = std::min(rest.find(':'), rest.size());
    if (!IsRegisteredName(rest.substr(0, end))) return false;
    rest.remove_prefix(end);
  }
  if (rest.empty()) return true;
  return rest.front() == ':' &&
         std::all_of(rest.begin() + 1, rest.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

int ProtocolErrorStatus(const RequestHead& head) {
  for (const RefusalRow& row : kRefusals) {
    if (row.holds(head)) return row.status;
  }
  return 0;
}

bool IsServerOptions(const Request& request) {
  return request.method == "OPTIONS" && request.target == kServer;
}

Response ServerOptionsResponse() {
  Response reply;
  reply.status = 204;
  reply.headers = {{"Allow", "GET, HEAD, POST, DELETE, OPTIONS"}};
  return reply;
}

Request ToUnparsedRequest(std::string_view text,
                          const boost::asio::ip::address& peer) {
  Request request;
  request.from_loopback = IsLoopback(peer);
  request.peer = peer.to_string();
  size_t found = 0;
  for (size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n')) {
    const absl::string_view line(text.data(), end);
    text.remove_prefix(end + 1);
    absl::string_view value = line;
    if (!absl::StartsWithIgnoreCase(line, kOriginField)) continue;
    value.remove_prefix(kOriginField.size());
    value = absl::StripAsciiWhitespace(value);
    if (std::all_of(value.begin(), value.end(), IsVisible) && ++found == 1) {
      request.origin.emplace(value.data(), value.size());
    }
  }
  if (found != 1) request.origin.reset();
  return request;
}

bool CameByHttps(const Request& request) {
  if (!request.forwarded_proto.has_value()) return false;
  const absl::string_view list = *request.forwarded_proto;
  const size_t comma = list.rfind(',');
  const absl::string_view last =
      comma == absl::string_view::npos ? list : list.substr(comma + 1);
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(last), "https");
}

}  // namespace hermes::gateway::http
