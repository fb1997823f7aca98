#include "shim/privileges/identity.h"

#include <grp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/parse_number.h"

namespace hermes {
namespace {

constexpr unsigned kDefaultId = 10000;
// setresuid takes (uid_t)-1 as "do not change", so it cannot be an id.
constexpr unsigned kLargestId = 0xfffffffeU;

// Removes the text up to and including `separator` from the front of `text` and
// returns it without the separator.
std::string_view ConsumeField(std::string_view& text, char separator) {
  const size_t end = text.find(separator);
  const std::string_view field = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return field;
}

std::optional<unsigned> ParseId(std::string_view text) {
  return ParseNumberBetween(text, 0U, kLargestId);
}

// Returns the id in the variable `primary`, or, if that is not set, in
// `secondary`; std::nullopt if neither is set.
Expected<std::optional<unsigned>> IdFromEnvironment(
    const Environment& environment, std::string_view primary,
    std::string_view secondary) {
  for (const std::string_view name : {primary, secondary}) {
    const std::string_view value = environment.GetOrEmpty(name);
    if (value.empty()) continue;
    const std::optional<unsigned> id = ParseId(value);
    if (!id.has_value() || *id == 0) {
      std::string subject(name);
      subject.append("=").append(value);
      return Error{EINVAL, "reading the id in", std::move(subject)};
    }
    return id;
  }
  return std::optional<unsigned>();
}

struct PasswdIds {
  unsigned uid = kDefaultId;
  unsigned gid = kDefaultId;
};

// Returns the ids of the user `hermes`, or std::nullopt if the user does
// not exist or one of its ids is 0.
std::optional<PasswdIds> HermesUser(std::string_view passwd) {
  while (!passwd.empty()) {
    std::string_view line = ConsumeField(passwd, '\n');
    if (ConsumeField(line, ':') != "hermes") continue;
    ConsumeField(line, ':');  // password
    const std::optional<unsigned> uid = ParseId(ConsumeField(line, ':'));
    const std::optional<unsigned> gid = ParseId(ConsumeField(line, ':'));
    if (uid.value_or(0) != 0 && gid.value_or(0) != 0) {
      return PasswdIds{*uid, *gid};
    }
  }
  return std::nullopt;
}

// Returns true if the member list of a group contains root.
bool ListsRoot(std::string_view members) {
  while (!members.empty()) {
    if (ConsumeField(members, ',') == "root") return true;
  }
  return false;
}

// Returns the ids of root's groups in this image, which the tree must not keep.
std::vector<gid_t> GroupsOfRoot(std::string_view group) {
  std::vector<gid_t> groups = {0};
  while (!group.empty()) {
    std::string_view line = ConsumeField(group, '\n');
    ConsumeField(line, ':');  // name
    ConsumeField(line, ':');  // password
    const std::optional<unsigned> gid = ParseId(ConsumeField(line, ':'));
    if (gid.has_value() && ListsRoot(line)) groups.push_back(*gid);
  }
  return groups;
}

// Parses `word` and appends it to `ids`; skips an empty word. Returns false if
// the word is not an id: it must not be taken for 0, which is root.
bool AppendId(std::string_view word, std::vector<unsigned>& ids) {
  if (word.empty()) return true;
  const std::optional<unsigned> id = ParseId(word);
  if (id.has_value()) ids.push_back(*id);
  return id.has_value();
}

// Parses the ids of one line of /proc/<pid>/status: "Uid:\t0\t0\t0\t0". Returns
// an empty list if the line is missing, std::nullopt if it is malformed.
std::optional<std::vector<unsigned>> StatusIds(std::string_view status,
                                               std::string_view key) {
  std::vector<unsigned> ids;
  while (!status.empty()) {
    std::string_view line = ConsumeField(status, '\n');
    if (ConsumeField(line, ':') != key) continue;
    while (!line.empty()) {
      const size_t end = line.find_first_of(" \t");
      if (!AppendId(line.substr(0, end), ids)) return std::nullopt;
      line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    }
    break;
  }
  return ids;
}

}  // namespace

Expected<Identity> ChooseIdentity(const Environment& environment,
                                  std::string_view passwd,
                                  std::string_view group,
                                  const std::vector<gid_t>& current_groups) {
  const auto uid = IdFromEnvironment(environment, "HERMES_UID", "PUID");
  if (!uid.ok()) return uid.error();
  const auto gid = IdFromEnvironment(environment, "HERMES_GID", "PGID");
  if (!gid.ok()) return gid.error();
  const PasswdIds hermes = HermesUser(passwd).value_or(PasswdIds());
  Identity identity;
  identity.uid = uid.value().value_or(hermes.uid);
  identity.gid = gid.value().value_or(hermes.gid);
  identity.groups = {identity.gid};
  const std::vector<gid_t> refused = GroupsOfRoot(group);
  for (const gid_t kept : current_groups) {
    const auto contains = [kept](const std::vector<gid_t>& groups) {
      return std::find(groups.begin(), groups.end(), kept) != groups.end();
    };
    if (!contains(refused) && !contains(identity.groups)) {
      identity.groups.push_back(kept);
    }
  }
  return identity;
}

bool KnowsHermesUser(const Environment& environment, std::string_view passwd) {
  return !environment.GetOrEmpty("HERMES_UID").empty() ||
         !environment.GetOrEmpty("PUID").empty() ||
         HermesUser(passwd).has_value();
}

std::optional<Identity> IdentityFromStatus(std::string_view status) {
  const auto uids = StatusIds(status, "Uid");
  const auto gids = StatusIds(status, "Gid");
  const auto groups = StatusIds(status, "Groups");
  if (!uids.has_value() || !gids.has_value() || !groups.has_value()) {
    return std::nullopt;
  }
  // Real, effective, saved, file system.
  if (uids->size() != 4 || gids->size() != 4) return std::nullopt;
  Identity identity;
  identity.uid = (*uids)[1];
  identity.gid = (*gids)[1];
  identity.groups.assign(groups->begin(), groups->end());
  return identity;
}

Expected<void> AssumeIdentity(const Identity& identity, bool* groups_denied) {
  *groups_denied = false;
  if (setgroups(identity.groups.size(), identity.groups.data()) != 0) {
    if (errno != EPERM) return Error{errno, "setting the groups", ""};
    *groups_denied = true;
  }
  if (setresgid(identity.gid, identity.gid, identity.gid) != 0) {
    return Error{errno, "changing the gid to", std::to_string(identity.gid)};
  }
  if (setresuid(identity.uid, identity.uid, identity.uid) != 0) {
    return Error{errno, "changing the uid to", std::to_string(identity.uid)};
  }
  // Later code relies on the fact that root cannot be regained.
  if (identity.uid != 0 && setresuid(0, 0, 0) == 0) {
    return Error{EPERM, "giving up root for good", ""};
  }
  return {};
}

}  // namespace hermes
