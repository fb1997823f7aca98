// Fuzzes /proc/self/mountinfo.

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "gateway/profile/mounts_within.h"
#include "tests/fuzzing/harness.h"

namespace hermes::gateway {
namespace {

using fuzzing::Require;

constexpr char kDirectory[] = "/opt/data";

// Returns a line with the mount point `path`, every byte of which is escaped.
std::string LineOf(const std::string& path) {
  std::string line = "36 35 98:0 / ";
  for (const char c : path) {
    char digits[8];
    std::snprintf(digits, sizeof digits, "\\%03o", c & 0xFFU);
    line += digits;
  }
  return line + " rw - ext4 /dev/root rw";
}

}  // namespace
}  // namespace hermes::gateway

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway;  // NOLINT
  const std::string text(hermes::fuzzing::TextOf(data, size));
  std::vector<std::string> found = MountsWithin(text, kDirectory);
  Require(found.size() <= hermes::fuzzing::Lines(text).size(),
          "a line has at most one mount");
  const std::string below = std::string(kDirectory) + "/";
  for (const std::string& path : found) {
    Require(path == kDirectory || path.compare(0, below.size(), below) == 0,
            "a mount elsewhere does not count");
    Require(MountsWithin(LineOf(path), kDirectory) ==
                std::vector<std::string>{path},
            "an escaped path reads the same");
  }
  const std::string last = below + "a b\\040\n";
  found.push_back(last);
  Require(MountsWithin(text + "\n" + LineOf(last) + "\n", kDirectory) == found,
          "preceding lines do not hide a mount");
  return 0;
}
