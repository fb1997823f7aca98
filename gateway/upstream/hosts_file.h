#ifndef GATEWAY_UPSTREAM_HOSTS_FILE_H_
#define GATEWAY_UPSTREAM_HOSTS_FILE_H_

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway::upstream {

// The addresses that `content`, in the format of /etc/hosts, has for `name`,
// in its order. Names are compared without regard to case. Pure.
std::vector<boost::asio::ip::address> AddressesInHosts(std::string_view content,
                                                       std::string_view name);

// The addresses of `name` that need no asking: its own if it is one, and the
// loopback's for localhost and names that end with .localhost. Pure.
std::vector<boost::asio::ip::address> AddressesWithoutAsking(
    const std::string& name);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_HOSTS_FILE_H_
