#include "gateway/dashboard/login/client_origin.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace hermes::gateway::dashboard {
namespace {

using boost::asio::ip::address;

// Splits a header's value at its commas.
std::vector<std::string> List(const std::optional<std::string>& header) {
  std::vector<std::string> words;
  if (!header.has_value()) return words;
  for (const absl::string_view word : absl::StrSplit(*header, ',')) {
    words.emplace_back(absl::StripAsciiWhitespace(word));
  }
  return words;
}

}  // namespace

ClientOrigin OriginOf(const http::Request& head,
                      const std::vector<AddressRange>& proxies) {
  ClientOrigin origin;
  const std::optional<address> peer = ParseAddress(head.peer);
  origin.address = peer.has_value() ? peer->to_string() : head.peer;
  if (!peer.has_value() || !Contains(proxies, *peer)) return origin;
  origin.by_trusted_proxy = true;
  const std::vector<std::string> protocols = List(head.forwarded_proto);
  origin.https =
      !protocols.empty() && absl::EqualsIgnoreCase(protocols.back(), "https");
  // Read the list from its end: the client may have invented every entry before
  // the last one that is not a trusted proxy.
  const std::vector<std::string> hops = List(head.forwarded_for);
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const std::optional<address> at = ParseAddress(*hop);
    if (!at.has_value()) return origin;
    origin.address = at->to_string();
    if (!Contains(proxies, *at)) return origin;
  }
  return origin;
}

}  // namespace hermes::gateway::dashboard
