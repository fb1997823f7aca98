#include "gateway/upstream/hosts_file.h"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::upstream {
namespace {

using boost::asio::ip::address;

absl::string_view Absl(std::string_view text) {
  return {text.data(), text.size()};
}

bool Names(const std::vector<absl::string_view>& words, std::string_view name) {
  return std::any_of(words.begin() + 1, words.end(),
                     [name](absl::string_view word) {
                       return absl::EqualsIgnoreCase(word, Absl(name));
                     });
}

}  // namespace

std::vector<address> AddressesInHosts(std::string_view content,
                                      std::string_view name) {
  std::vector<address> found;
  for (absl::string_view line : absl::StrSplit(Absl(content), '\n')) {
    line = line.substr(0, line.find('#'));
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (words.size() < 2 || !Names(words, name)) continue;
    boost::system::error_code no_address;
    const address one =
        boost::asio::ip::make_address(absl::StrCat(words[0]), no_address);
    if (!no_address) found.push_back(one);
  }
  return found;
}

std::vector<address> AddressesWithoutAsking(const std::string& name) {
  boost::system::error_code no_address;
  const address literal = boost::asio::ip::make_address(name, no_address);
  if (!no_address) return {literal};
  if (absl::EqualsIgnoreCase(name, "localhost") ||
      absl::EndsWithIgnoreCase(name, ".localhost")) {
    return {boost::asio::ip::address_v4::loopback(),
            boost::asio::ip::address_v6::loopback()};
  }
  return {};
}

}  // namespace hermes::gateway::upstream
