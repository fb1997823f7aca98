#ifndef GATEWAY_DASHBOARD_LOGIN_HOST_GUARD_H_
#define GATEWAY_DASHBOARD_LOGIN_HOST_GUARD_H_

#include <optional>
#include <string>

namespace hermes::gateway {

// Where a browser is told to find the dashboard.
struct PublicUrl {
  std::string scheme;     // "http" or "https"
  std::string host;       // in lower case, an IPv6 address without brackets
  std::string authority;  // in lower case, as it stands in Host and Origin
  std::string origin() const { return scheme + "://" + authority; }
};

// Nothing unless it is http:// or https:// with a host and at most a slash
// behind it. Pure.
std::optional<PublicUrl> ParsePublicUrl(const std::string& text);

// True for localhost, 127.0.0.0/8 and ::1. Pure.
bool IsLoopbackHost(const std::string& host);

// The host in a Host header, in lower case, without port and brackets; nothing
// if it is none. Pure.
std::optional<std::string> HostIn(const std::string& header);

// What names the dashboard goes by.
struct HostRules {
  std::string bind_host;  // an address
  std::optional<PublicUrl> public_url;
};

// False for a Host that a page of somebody else may have led a browser to (DNS
// rebinding): a name is allowed only if it is localhost or that of the public
// URL. An address is no name: where every address is listened on, each is
// allowed, otherwise that one and loopback's. Pure.
bool HostAllowed(const std::optional<std::string>& header,
                 const HostRules& rules);

// True if the Host header names the public URL's host, and that URL is one of
// https. Pure.
bool IsByPublicHttps(const std::optional<std::string>& header,
                     const HostRules& rules);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_HOST_GUARD_H_
