#ifndef GATEWAY_DASHBOARD_LOGIN_CLIENT_ORIGIN_H_
#define GATEWAY_DASHBOARD_LOGIN_CLIENT_ORIGIN_H_

#include <string>
#include <vector>

#include "gateway/dashboard/login/address_range.h"
#include "gateway/http/message.h"

namespace hermes::gateway::dashboard {

// The client that sent a request, and how the request arrived.
struct ClientOrigin {
  std::string address;
  bool https = false;
  bool by_trusted_proxy = false;  // a trusted proxy is the connection's peer
};

// Returns the origin of a request. Trusts X-Forwarded-For and X-Forwarded-Proto
// only from `proxies`: the client is then the last address in the list that is
// not a trusted proxy's. Ignores these headers from any other peer. Pure.
ClientOrigin OriginOf(const http::Request& head,
                      const std::vector<AddressRange>& proxies);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_CLIENT_ORIGIN_H_
