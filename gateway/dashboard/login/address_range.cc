#include "gateway/dashboard/login/address_range.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::dashboard {
namespace {

using boost::asio::ip::address;

std::vector<uint8_t> BytesOf(const address& of) {
  if (of.is_v4()) {
    const auto bytes = of.to_v4().to_bytes();
    return {bytes.begin(), bytes.end()};
  }
  const auto bytes = of.to_v6().to_bytes();
  return {bytes.begin(), bytes.end()};
}

bool Has(const AddressRange& range, const address& of) {
  if (range.base.is_v4() != of.is_v4()) return false;
  const std::vector<uint8_t> a = BytesOf(range.base);
  const std::vector<uint8_t> b = BytesOf(of);
  const size_t whole = static_cast<size_t>(range.prefix_bits) / 8;
  const int rest = range.prefix_bits % 8;
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole),
                  b.begin())) {
    return false;
  }
  return rest == 0 || (a[whole] >> (8 - rest)) == (b[whole] >> (8 - rest));
}

absl::Status NoRange(absl::string_view word) {
  return absl::InvalidArgumentError(absl::StrCat(
      "'", word, "' is neither an address nor a range of addresses, such as ",
      "10.0.0.7 or 10.0.0.0/24; a range of all addresses is not allowed"));
}

absl::StatusOr<AddressRange> ParseRange(absl::string_view word) {
  const std::vector<std::string> parts = absl::StrSplit(word, '/');
  const std::optional<address> base = ParseAddress(parts.front());
  if (!base.has_value() || parts.size() > 2) return NoRange(word);
  const int most = base->is_v4() ? 32 : 128;
  AddressRange range{*base, most};
  if (parts.size() == 1) return range;
  if (!absl::SimpleAtoi(parts[1], &range.prefix_bits) ||
      range.prefix_bits < 1 || range.prefix_bits > most) {
    return NoRange(word);
  }
  return range;
}

}  // namespace

std::optional<address> ParseAddress(const std::string& text) {
  // The library accepts a scope (fe80::1%eth0), which is not part of an
  // address.
  if (text.find('%') != std::string::npos) return std::nullopt;
  boost::system::error_code error;
  const address parsed = boost::asio::ip::make_address(text, error);
  if (error) return std::nullopt;
  if (parsed.is_v6() && parsed.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped,
                                            parsed.to_v6());
  }
  return parsed;
}

absl::StatusOr<std::vector<AddressRange>> ParseAddressRanges(
    const std::string& text) {
  std::vector<AddressRange> ranges;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(", \t"), absl::SkipEmpty())) {
    const absl::StatusOr<AddressRange> range = ParseRange(word);
    if (!range.ok()) return range.status();
    ranges.push_back(*range);
  }
  return ranges;
}

bool Contains(const std::vector<AddressRange>& ranges, const address& of) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const AddressRange& r) { return Has(r, of); });
}

}  // namespace hermes::gateway::dashboard
