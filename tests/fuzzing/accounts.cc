// Fuzzes /etc/passwd, /etc/group and the variables that choose an identity.
// Sections: passwd, group, environment (one NAME=value per line).

#include <sys/types.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/privileges/account_files.h"
#include "shim/privileges/identity.h"
#include "tests/fuzzing/harness.h"

namespace hermes {
namespace {

using fuzzing::Lines;
using fuzzing::Require;

constexpr uid_t kUid = 4711;
constexpr gid_t kGid = 4712;
const std::vector<gid_t> kCurrentGroups = {0, 4, 27, 1000, 1000, 4712};

bool IsOfHermes(const std::string& line) {
  return line.rfind("hermes:", 0) == 0;
}

// Checks that only lines of the account hermes differ, and that no line is
// added or lost.
void CheckOtherLines(std::string_view before, std::string_view after) {
  const std::vector<std::string> old_lines = Lines(before);
  const std::vector<std::string> new_lines = Lines(after);
  Require(old_lines.size() == new_lines.size(), "no line is added or lost");
  for (size_t i = 0; i < old_lines.size(); ++i) {
    Require(old_lines[i] == new_lines[i] || IsOfHermes(old_lines[i]),
            "other accounts stay byte for byte");
    Require(std::count(old_lines[i].begin(), old_lines[i].end(), ':') ==
                std::count(new_lines[i].begin(), new_lines[i].end(), ':'),
            "a line keeps its fields");
  }
}

void CheckIdentity(const Identity& identity) {
  Require(identity.uid != 0 && identity.gid != 0, "no identity is root");
  Require(identity.uid != static_cast<uid_t>(-1) &&
              identity.gid != static_cast<gid_t>(-1),
          "no id is -1, which would mean no change");
  Require(!identity.groups.empty() && identity.groups.front() == identity.gid,
          "the gid is the first group");
  const std::set<gid_t> groups(identity.groups.begin(), identity.groups.end());
  Require(groups.size() == identity.groups.size(), "each group occurs once");
  Require(groups.count(0) == 0, "root's group is not kept");
}

// Checks that groups with the member root are not kept; finds these groups in
// the simplest way.
void CheckGroups(const Identity& identity, std::string_view group) {
  for (const std::string& line : Lines(group)) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
      if (c == ':' && fields.size() < 4) {
        fields.emplace_back();
      } else {
        fields.back().push_back(c);
      }
    }
    if (fields.size() < 4) continue;
    if (("," + fields[3] + ",").find(",root,") == std::string::npos) continue;
    for (const gid_t kept : identity.groups) {
      Require(kept == identity.gid || std::to_string(kept) != fields[2],
              "groups of root are not kept");
    }
  }
}

void CheckPasswd(std::string_view passwd) {
  const auto changed = PasswdWithHermes(passwd, kUid, kGid);
  if (!changed.has_value()) return;
  CheckOtherLines(passwd, *changed);
  Require(!PasswdWithHermes(*changed, kUid, kGid).has_value(),
          "a second change changes nothing");
  const Environment nothing;
  Require(KnowsHermesUser(nothing, *changed), "the changed user is known");
  const auto identity = ChooseIdentity(nothing, *changed, "", {});
  Require(identity.ok() && identity.value().uid == kUid &&
              identity.value().gid == kGid,
          "the gateway runs as the changed user");
}

void CheckGroup(std::string_view group) {
  const auto changed = GroupWithHermes(group, kGid);
  if (!changed.has_value()) return;
  CheckOtherLines(group, *changed);
  Require(!GroupWithHermes(*changed, kGid).has_value(),
          "a second change changes nothing");
}

}  // namespace
}  // namespace hermes

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes;  // NOLINT
  const auto parts = fuzzing::Sections(fuzzing::TextOf(data, size), 3);
  const Environment environment(fuzzing::Lines(parts[2]));
  const auto identity =
      ChooseIdentity(environment, parts[0], parts[1], kCurrentGroups);
  if (identity.ok()) {
    CheckIdentity(identity.value());
    CheckGroups(identity.value(), parts[1]);
  } else {
    fuzzing::Require(!identity.error().subject.empty(),
                     "an error names the refused id");
  }
  CheckPasswd(parts[0]);
  CheckGroup(parts[1]);
  return 0;
}
