#include "gateway/dashboard/attempt_limit.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <optional>

#include "gateway/dashboard/address_range.h"

namespace hermes::gateway {
namespace {

// Who is counted together.
std::string KeyOf(const std::string& address) {
  const std::optional<boost::asio::ip::address> at = ParseAddress(address);
  if (!at.has_value() || at->is_v4()) return address;
  const auto bytes = at->to_v6().to_bytes();
  return {bytes.begin(), bytes.begin() + 8};
}

}  // namespace

std::chrono::seconds AttemptLimit::Take(const std::string& address, Time now) {
  const std::string key = KeyOf(address);
  auto found = windows_.find(key);
  if (found == windows_.end()) {
    MakeRoom(now);
    found = windows_.emplace(key, Window{now, 0}).first;
  }
  Window& window = found->second;
  if (now - window.since >= kWindow) window = {now, 0};
  if (window.attempts < kAttempts) {
    ++window.attempts;
    return std::chrono::seconds(0);
  }
  return std::chrono::ceil<std::chrono::seconds>(window.since + kWindow - now);
}

void AttemptLimit::MakeRoom(Time now) {
  if (windows_.size() < kMostAddresses) return;
  std::erase_if(windows_, [now](const auto& each) {
    return now - each.second.since >= kWindow;
  });
  if (windows_.size() < kMostAddresses) return;
  windows_.erase(std::min_element(windows_.begin(), windows_.end(),
                                  [](const auto& a, const auto& b) {
                                    return a.second.since < b.second.since;
                                  }));
}

}  // namespace hermes::gateway
