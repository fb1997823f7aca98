#include "gateway/dashboard/login/host_guard.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "gateway/dashboard/login/address_range.h"

namespace hermes::gateway::dashboard {
namespace {

using boost::asio::ip::address;

bool IsPort(const std::string& text) {
  uint32_t port = 0;
  return absl::SimpleAtoi(text, &port) && port > 0 && port <= 65535;
}

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
         c == '-' || c == '_';
}

// Returns true for labels separated by dots, none of them empty.
bool IsName(const std::string& host) {
  return !host.empty() && host.front() != '.' && host.back() != '.' &&
         host.find("..") == std::string::npos &&
         std::all_of(host.begin(), host.end(), IsNameCharacter);
}

// Returns the address in "[::1]:9119", without brackets and port.
std::optional<std::string> BracketedHost(const std::string& text) {
  const size_t end = text.find(']');
  if (end == std::string::npos) return std::nullopt;
  const std::string rest = text.substr(end + 1);
  if (!rest.empty() && (rest[0] != ':' || !IsPort(rest.substr(1)))) {
    return std::nullopt;
  }
  const std::optional<address> inner = ParseAddress(text.substr(1, end - 1));
  if (!inner.has_value()) return std::nullopt;
  return inner->to_string();
}

}  // namespace

bool IsLoopbackHost(const std::string& host) {
  if (absl::EqualsIgnoreCase(host, "localhost")) return true;
  const std::optional<address> at = ParseAddress(host);
  return at.has_value() && at->is_loopback();
}

std::optional<std::string> HostIn(const std::string& header) {
  const std::string text = absl::AsciiStrToLower(header);
  if (!text.empty() && text.front() == '[') return BracketedHost(text);
  const size_t colon = text.find(':');
  if (colon != std::string::npos && !IsPort(text.substr(colon + 1))) {
    return std::nullopt;
  }
  std::string host = text.substr(0, colon);
  // A name may end with the root domain's dot.
  if (host.size() > 1 && host.back() == '.') host.pop_back();
  if (!IsName(host)) return std::nullopt;
  return host;
}

std::optional<PublicUrl> ParsePublicUrl(const std::string& text) {
  PublicUrl url;
  for (const char* scheme : {"http", "https"}) {
    const std::string start = std::string(scheme) + "://";
    if (!absl::StartsWithIgnoreCase(text, start)) continue;
    url.scheme = scheme;
    url.authority = absl::AsciiStrToLower(text.substr(start.size()));
  }
  if (absl::EndsWith(url.authority, "/")) url.authority.pop_back();
  const std::optional<std::string> host = HostIn(url.authority);
  if (url.scheme.empty() || !host.has_value()) return std::nullopt;
  url.host = *host;
  return url;
}

bool IsByPublicHttps(const std::optional<std::string>& header,
                     const HostRules& rules) {
  return rules.public_url.has_value() && rules.public_url->scheme == "https" &&
         HostIn(header.value_or("")) == rules.public_url->host;
}

bool HostAllowed(const std::optional<std::string>& header,
                 const HostRules& rules) {
  const std::optional<std::string> host = HostIn(header.value_or(""));
  if (!host.has_value()) return false;
  if (IsLoopbackHost(*host)) return true;
  if (rules.public_url.has_value() && *host == rules.public_url->host) {
    return true;
  }
  const std::optional<address> at = ParseAddress(*host);
  const std::optional<address> bound = ParseAddress(rules.bind_host);
  if (!at.has_value() || !bound.has_value()) return false;
  return bound->is_unspecified() || *at == *bound;
}

}  // namespace hermes::gateway::dashboard
