#include "gateway/api/random_id.h"

#include <sys/random.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway {
namespace {

using Bytes = std::array<char, 32>;

Bytes RandomBytes() {
  Bytes bytes{};
  // getrandom() never returns fewer bytes than requested, up to 256, once the
  // kernel's pool is initialised.
  if (getrandom(bytes.data(), bytes.size(), GRND_NONBLOCK) ==
      static_cast<ssize_t>(bytes.size())) {
    return bytes;
  }
  static uint64_t counter = 0;
  const uint64_t parts[] = {
      static_cast<uint64_t>(
          std::chrono::system_clock::now().time_since_epoch().count()),
      ++counter};
  std::memcpy(bytes.data(), parts, sizeof(parts));
  return bytes;
}

}  // namespace

std::string RandomId(const std::string& prefix, size_t digits) {
  const Bytes bytes = RandomBytes();
  return prefix +
         absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()))
             .substr(0, digits);
}

}  // namespace hermes::gateway
