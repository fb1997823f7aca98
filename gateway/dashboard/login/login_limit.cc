#include "gateway/dashboard/login/login_limit.h"

#include <openssl/sha.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <optional>

#include "absl/strings/str_cat.h"
#include "gateway/dashboard/login/address_range.h"

namespace hermes::gateway::dashboard {
namespace {

// Returns the network of `address`, whose addresses count as one.
std::string NetworkOf(const std::string& address) {
  const std::optional<boost::asio::ip::address> at = ParseAddress(address);
  if (!at.has_value() || at->is_v4()) return address;
  const auto bytes = at->to_v6().to_bytes();
  return {bytes.begin(), bytes.begin() + 8};
}

// A user name may be as long as a request's body, so only its digest is stored.
std::string DigestOf(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest);
  return {reinterpret_cast<const char*>(digest), sizeof(digest)};
}

// Returns the text that identifies a source.
std::string KeyOf(const LoginSource& source) {
  if (!source.device.empty()) return absl::StrCat("device ", source.device);
  return absl::StrCat("address ", NetworkOf(source.address), " ",
                      DigestOf(source.account));
}

struct Row {
  LoginRefusal refusal;
  bool (*holds)(const LoginFacts&);
};
constexpr Row kRows[] = {
    {LoginRefusal::kTooManyFailures,
     [](const LoginFacts& f) { return f.failures >= LoginLimit::kFailures; }},
    {LoginRefusal::kAddressBusy,
     [](const LoginFacts& f) {
       return !f.known_device &&
              f.under_way_at_address >= LoginLimit::kMaxUnderWayAtAddress;
     }},
    {LoginRefusal::kBusy,
     [](const LoginFacts& f) {
       return !f.known_device && f.under_way >= LoginLimit::kMaxUnderWay;
     }},
};

}  // namespace

LoginRefusal DecideLogin(const LoginFacts& facts) {
  for (const Row& row : kRows) {
    if (row.holds(facts)) return row.refusal;
  }
  return LoginRefusal::kNone;
}

LoginLimit::Decision LoginLimit::Begin(const LoginSource& source, Time now) {
  const std::string key = KeyOf(source);
  const std::string network = NetworkOf(source.address);
  LoginFacts facts;
  facts.known_device = !source.device.empty();
  facts.under_way = under_way_;
  const auto at_address = under_way_at_.find(network);
  if (at_address != under_way_at_.end()) {
    facts.under_way_at_address = at_address->second;
  }
  const auto window = windows_.find(key);
  if (window != windows_.end()) {
    const bool over = now - window->second.since >= kWindow;
    facts.failures =
        window->second.under_way + (over ? 0 : window->second.failures);
  }
  Decision decision;
  decision.refusal = DecideLogin(facts);
  if (decision.refusal == LoginRefusal::kTooManyFailures) {
    decision.wait = std::max(std::chrono::seconds(1),
                             std::chrono::ceil<std::chrono::seconds>(
                                 window->second.since + kWindow - now));
  }
  if (decision.refusal != LoginRefusal::kNone) return decision;
  // Count only admitted attempts: refused ones, which cost a client nothing,
  // must not push other sources out.
  ++WindowOf(key, now).under_way;
  if (!facts.known_device) {
    ++under_way_;
    ++under_way_at_[network];
  }
  return decision;
}

void LoginLimit::End(const LoginSource& source, bool failed, Time now) {
  Window& window = WindowOf(KeyOf(source), now);
  --window.under_way;
  if (failed) ++window.failures;
  if (!source.device.empty()) return;
  --under_way_;
  const auto at_address = under_way_at_.find(NetworkOf(source.address));
  if (--at_address->second == 0) under_way_at_.erase(at_address);
}

LoginLimit::Window& LoginLimit::WindowOf(const std::string& key, Time now) {
  auto found = windows_.find(key);
  if (found == windows_.end()) {
    MakeRoom(now);
    found = windows_.emplace(key, Window{now}).first;
  }
  Window& window = found->second;
  if (now - window.since >= kWindow) {
    window.since = now;
    window.failures = 0;
  }
  return window;
}

void LoginLimit::MakeRoom(Time now) {
  if (windows_.size() < kMaxSources) return;
  std::erase_if(windows_, [now](const auto& each) {
    return each.second.under_way == 0 && now - each.second.since >= kWindow;
  });
  if (windows_.size() < kMaxSources) return;
  auto oldest = windows_.end();
  for (auto each = windows_.begin(); each != windows_.end(); ++each) {
    if (each->second.under_way > 0) continue;
    if (oldest == windows_.end() || each->second.since < oldest->second.since) {
      oldest = each;
    }
  }
  // Only a few of these many sources can have an attempt under way, so one of
  // the others is found.
  if (oldest != windows_.end()) windows_.erase(oldest);
}

}  // namespace hermes::gateway::dashboard
