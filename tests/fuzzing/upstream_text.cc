// Fuzzes short texts about an upstream: its URL, the header Retry-After, its
// name, and the hosts file, which maps names to addresses.

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/upstream/failure.h"
#include "gateway/upstream/hosts_file.h"
#include "gateway/upstream/url.h"
#include "tests/fuzzing/harness.h"

namespace hermes::gateway::upstream {
namespace {

using fuzzing::Require;

constexpr time_t kNow = 1'700'000'000;

void CheckUrl(const std::string& text) {
  const absl::StatusOr<Url> url = ParseUrl(text);
  if (!url.ok()) {
    Require(url.status().message().size() < 200, "an error is one sentence");
    return;
  }
  Require(!url->host.empty() && url->port != 0, "a URL has a host and a port");
  // Both are part of every request's head.
  for (const std::string* part : {&url->authority, &url->path}) {
    for (const char c : *part) {
      Require(c > 0x20 && c < 0x7F, "a request cannot be split by a URL");
    }
  }
  Require(url->authority.find('@') == std::string::npos,
          "the authority contains no user");
  Require(url->path.empty() ||
              (url->path.front() == '/' && url->path.back() != '/'),
          "a path begins with a slash and does not end with one");
  const auto again = ParseUrl((url->tls ? "https://" : "http://") +
                              url->authority + url->path);
  Require(again.ok() && again->tls == url->tls && again->host == url->host &&
              again->is_address == url->is_address &&
              again->port == url->port && again->authority == url->authority &&
              again->path == url->path,
          "a written URL reads the same");
}

void CheckHosts(const std::string& text) {
  const auto found = AddressesInHosts(text, "a.example");
  Require(found == AddressesInHosts(text, "A.Example"),
          "names are compared without regard to case");
  Require(found.size() <= static_cast<size_t>(
                              std::count(text.begin(), text.end(), '\n') + 1),
          "a line has at most one address");
  auto more =
      AddressesInHosts(text + "\n192.0.2.1\ta.example # b", "a.example");
  Require(!more.empty() && more.back().to_string() == "192.0.2.1",
          "a later line is found");
  more.pop_back();
  Require(more == found, "the order is the file's");
  for (const auto& address : AddressesWithoutAsking(text)) {
    Require(AddressesWithoutAsking(address.to_string()) ==
                std::vector<boost::asio::ip::address>{address},
            "a written address reads the same");
  }
}

}  // namespace
}  // namespace hermes::gateway::upstream

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway::upstream;  // NOLINT
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  CheckUrl(std::string(text));
  CheckHosts(std::string(text));
  const std::optional<int> wait = RetryAfterSecs(text, kNow);
  Require(!wait.has_value() || (*wait >= 0 && *wait <= 86400),
          "a wait is at most a day");
  Require(RetryAfterSecs(" " + std::string(text) + "\t", kNow) == wait,
          "blanks around the value are ignored");
  return 0;
}
