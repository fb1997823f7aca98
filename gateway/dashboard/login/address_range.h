#ifndef GATEWAY_DASHBOARD_LOGIN_ADDRESS_RANGE_H_
#define GATEWAY_DASHBOARD_LOGIN_ADDRESS_RANGE_H_

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway::dashboard {

// A range of addresses with a common prefix. Here an IPv4-mapped IPv6 address
// (::ffff:10.0.0.1) always counts as that IPv4 address.
struct AddressRange {
  boost::asio::ip::address base;
  int prefix_bits = 0;
};

// Parses an IP address; returns std::nullopt for any other text. Never queries
// a name server. Pure.
std::optional<boost::asio::ip::address> ParseAddress(const std::string& text);

// Parses addresses and ranges ("10.0.0.7", "10.0.0.0/24", "fd00::/8"),
// separated by commas or blanks. Pure. Errors: InvalidArgument, naming the
// word, for a host name, for `*`, and for a range of all addresses.
absl::StatusOr<std::vector<AddressRange>> ParseAddressRanges(
    const std::string& text);

// Returns true if one of `ranges` contains `address`. Pure.
bool Contains(const std::vector<AddressRange>& ranges,
              const boost::asio::ip::address& address);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_ADDRESS_RANGE_H_
