// Fuzzes /proc/<pid>/status and /proc/<pid>/stat.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/process_stat.h"
#include "shim/privileges/identity.h"
#include "tests/fuzzing/harness.h"

namespace hermes {
namespace {

using fuzzing::Require;

// Returns the ids on the first line `key` of `status`; std::nullopt if one of
// them is not an id.
std::optional<std::vector<std::string>> IdsOf(std::string_view status,
                                              const std::string& key) {
  for (const std::string& line : fuzzing::Lines(status)) {
    if (line.substr(0, line.find(':')) != key) continue;
    std::vector<std::string> ids(1);
    const size_t colon = line.find(':');
    for (const char c :
         colon == std::string::npos ? std::string() : line.substr(colon + 1)) {
      if (c == ' ' || c == '\t') {
        ids.emplace_back();
      } else if (c < '0' || c > '9') {
        return std::nullopt;
      } else {
        ids.back().push_back(c);
      }
    }
    ids.erase(std::remove(ids.begin(), ids.end(), ""), ids.end());
    return ids;
  }
  return std::vector<std::string>();
}

std::string StatusOf(const Identity& identity) {
  const std::string uid = "\t" + std::to_string(identity.uid);
  const std::string gid = "\t" + std::to_string(identity.gid);
  std::string groups;
  for (const gid_t group : identity.groups) {
    groups += std::to_string(group) + " ";
  }
  return "Name:\tx\nUid:" + uid + uid + uid + uid + "\nGid:" + gid + gid + gid +
         gid + "\nGroups:\t" + groups + "\n";
}

void CheckStatus(std::string_view text) {
  const std::optional<Identity> identity = IdentityFromStatus(text);
  if (!identity.has_value()) return;
  for (const char* const key : {"Uid", "Gid", "Groups"}) {
    Require(IdsOf(text, key).has_value(), "a word is never taken for an id");
  }
  const auto again = IdentityFromStatus(StatusOf(*identity));
  Require(again.has_value() && again->uid == identity->uid &&
              again->gid == identity->gid && again->groups == identity->groups,
          "a written status reads the same");
}

void CheckStat(std::string_view text) {
  const std::optional<ProcessStat> stat = ParseProcessStat(text);
  if (!stat.has_value()) return;
  std::string written = std::to_string(stat->pid) + " (a ) (b) " +
                        std::string(1, stat->state) + " " +
                        std::to_string(stat->parent) + " 0 " +
                        std::to_string(stat->session);
  for (int field = 7; field < 22; ++field) written += " 0";
  written += " " + std::to_string(stat->start_ticks) + " 0 0\n";
  const auto again = ParseProcessStat(written);
  Require(again.has_value() && again->pid == stat->pid &&
              again->state == stat->state && again->parent == stat->parent &&
              again->session == stat->session &&
              again->start_ticks == stat->start_ticks,
          "a written stat reads the same, whatever the comm");
}

}  // namespace
}  // namespace hermes

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  hermes::CheckStatus(text);
  hermes::CheckStat(text);
  return 0;
}
