#ifndef GATEWAY_DASHBOARD_LOGIN_ADDRESS_RANGE_H_
#define GATEWAY_DASHBOARD_LOGIN_ADDRESS_RANGE_H_

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Addresses that begin with the same bits. An IPv4 address in IPv6's clothes
// (::ffff:10.0.0.1) is that IPv4 address everywhere here.
struct AddressRange {
  boost::asio::ip::address base;
  int prefix_bits = 0;
};

// `text` as an address; nothing if it is none. Never asks a name server. Pure.
std::optional<boost::asio::ip::address> ParseAddress(const std::string& text);

// "10.0.0.7", "10.0.0.0/24", "fd00::/8", separated by commas or blanks. Pure.
// Errors: InvalidArgument, naming the word, for a name, for `*`, and for a
// range of all addresses.
absl::StatusOr<std::vector<AddressRange>> ParseAddressRanges(
    const std::string& text);

// True if one of `ranges` has `address`. Pure.
bool Contains(const std::vector<AddressRange>& ranges,
              const boost::asio::ip::address& address);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_ADDRESS_RANGE_H_
