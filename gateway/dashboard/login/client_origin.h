#ifndef GATEWAY_DASHBOARD_LOGIN_CLIENT_ORIGIN_H_
#define GATEWAY_DASHBOARD_LOGIN_CLIENT_ORIGIN_H_

#include <string>
#include <vector>

#include "gateway/dashboard/login/address_range.h"
#include "gateway/http/message.h"

namespace hermes::gateway {

// Who sent a request, and how.
struct ClientOrigin {
  std::string address;
  bool https = false;
  bool by_trusted_proxy = false;  // it is the peer of the connection
};

// Takes X-Forwarded-For and X-Forwarded-Proto from `proxies` alone: the client
// is the last address in the list that is no trusted proxy's. From anybody
// else these headers say nothing. Pure.
ClientOrigin OriginOf(const http::Request& head,
                      const std::vector<AddressRange>& proxies);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_CLIENT_ORIGIN_H_
