#ifndef GATEWAY_DASHBOARD_LOGIN_HOST_GUARD_H_
#define GATEWAY_DASHBOARD_LOGIN_HOST_GUARD_H_

#include <optional>
#include <string>

namespace hermes::gateway::dashboard {

// The public URL at which browsers find the dashboard.
struct PublicUrl {
  std::string scheme;     // "http" or "https"
  std::string host;       // in lower case; an IPv6 address without brackets
  std::string authority;  // in lower case, as in Host and Origin
  std::string origin() const { return scheme + "://" + authority; }
};

// Parses a URL of http:// or https:// and a host, with at most a slash after
// it; returns std::nullopt for any other text. Pure.
std::optional<PublicUrl> ParsePublicUrl(const std::string& text);

// Returns true for localhost, 127.0.0.0/8 and ::1. Pure.
bool IsLoopbackHost(const std::string& host);

// Returns the host in a Host header, in lower case, without port and brackets;
// std::nullopt if the header is not valid. Pure.
std::optional<std::string> HostIn(const std::string& header);

// The addresses and names under which the dashboard may be requested.
struct HostRules {
  std::string bind_host;  // an address
  std::optional<PublicUrl> public_url;
};

// Returns true if the dashboard may answer a request with this Host header.
// This prevents DNS rebinding, where another site's page makes a browser send
// requests here. The only names allowed are localhost and the public URL's. The
// only addresses allowed are loopback addresses and the one that the dashboard
// listens on; if it listens on all, every address is allowed. Pure.
bool HostAllowed(const std::optional<std::string>& header,
                 const HostRules& rules);

// Returns true if the Host header names the public URL's host, and that URL is
// an https one. Pure.
bool IsByPublicHttps(const std::optional<std::string>& header,
                     const HostRules& rules);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_HOST_GUARD_H_
