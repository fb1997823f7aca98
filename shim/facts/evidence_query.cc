#include "shim/facts/evidence_query.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/facts/run_directory.h"
#include "shim/facts/s6_evidence.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/identity.h"

namespace hermes {
namespace {

template <typename T>
void AddOnce(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) {
    list.push_back(item);
  }
}

std::optional<uid_t> UidOfPid1() {
  const Expected<std::string> status =
      ReadSmallFile(AT_FDCWD, "/proc/1/status");
  if (!status.ok()) return std::nullopt;
  const std::optional<Identity> identity = IdentityFromStatus(status.value());
  if (!identity) return std::nullopt;
  return identity->uid;
}

std::optional<uid_t> UidOfHermes(const Environment& environment) {
  const Expected<Identity> identity =
      ChooseIdentity(environment, PasswdText(), "", {});
  if (!identity.ok()) return std::nullopt;
  return identity.value().uid;
}

}  // namespace

EvidenceQuery EvidenceQueryFor(const Environment& environment) {
  EvidenceQuery query;
  std::vector<uid_t>& owners = query.trusted_owners;
  query.caller_uid = geteuid();
  query.pid1_uid = UidOfPid1();
  AddOnce(owners, query.caller_uid);
  if (query.pid1_uid) AddOnce(owners, *query.pid1_uid);
  if (const auto uid = UidOfHermes(environment)) AddOnce(owners, *uid);
  AddOnce<uid_t>(owners, 0);
  for (const uid_t uid : owners) {
    for (const std::string& directory :
         RunDirectoryCandidates(environment, uid)) {
      AddOnce(query.run_directories, directory);
    }
  }
  return query;
}

}  // namespace hermes
