#ifndef GATEWAY_UPSTREAM_HOSTS_FILE_H_
#define GATEWAY_UPSTREAM_HOSTS_FILE_H_

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway::upstream {

// Returns the addresses of `name` in `content`, which has the format of
// /etc/hosts, in the file's order. Ignores the case of names. Pure.
std::vector<boost::asio::ip::address> AddressesInHosts(std::string_view content,
                                                       std::string_view name);

// Returns the addresses of `name` that need no lookup: `name` itself if it is
// an address, and the loopback addresses for localhost and names that end with
// .localhost. Pure.
std::vector<boost::asio::ip::address> AddressesWithoutAsking(
    const std::string& name);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_HOSTS_FILE_H_
