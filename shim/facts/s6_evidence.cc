#include "shim/facts/s6_evidence.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/control_fifo.h"
#include "shim/facts/run_directory.h"
#include "shim/facts/tree_mark.h"

namespace hermes {
namespace {

constexpr char kOwnDirectory[] = "/hermes-entry";
constexpr char kMark[] = "tree";
constexpr char kScanName[] = "s6-svscan";

bool IsTrusted(const struct stat& st, const EvidenceQuery& query) {
  const std::vector<uid_t>& owners = query.trusted_owners;
  return std::find(owners.begin(), owners.end(), st.st_uid) != owners.end();
}

// A scan directory that was examined.
struct Scandir {
  TreeAccess access = TreeAccess::kNone;
  struct stat st = {};
};

Scandir ProbeScandir(const std::string& path, const EvidenceQuery& query) {
  Scandir scandir;
  const UniqueFd fd(
      open(path.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (fd.valid() && fstat(fd.get(), &scandir.st) == 0 &&
      IsTrusted(scandir.st, query)) {
    scandir.access = ProbeControlFifo(fd.get());
  }
  return scandir;
}

bool HasOwnMark(const std::string& run_directory, const Scandir& scandir,
                const S6Evidence& evidence, const EvidenceQuery& query) {
  const std::string path = run_directory + kOwnDirectory;
  const UniqueFd directory(
      open(path.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat directory_st;
  struct stat st;
  if (!directory.valid() || fstat(directory.get(), &directory_st) != 0 ||
      fstatat(directory.get(), kMark, &st, AT_SYMLINK_NOFOLLOW) != 0) {
    return false;
  }
  TreeMarkFacts facts;
  facts.is_file = S_ISREG(st.st_mode);
  facts.owner = st.st_uid;
  facts.directory_owner = directory_st.st_uid;
  facts.directory_mode = directory_st.st_mode;
  facts.scandir_owner = scandir.st.st_uid;
  facts.scandir_mode = scandir.st.st_mode;
  facts.pid1_name = evidence.pid1_name;
  facts.pid1_uid = query.pid1_uid;
  facts.caller_uid = query.caller_uid;
  return ViolatedTreeMarkRule(facts).empty();
}

}  // namespace

std::optional<std::string> Pid1Name(const std::string& proc) {
  Expected<std::string> comm = ReadSmallFile(AT_FDCWD, proc + "/1/comm");
  if (!comm.ok()) return std::nullopt;
  std::string name = std::move(comm).value();
  if (!name.empty() && name.back() == '\n') name.pop_back();
  return name;
}

S6Evidence FindS6Evidence(const EvidenceQuery& query) {
  S6Evidence evidence;
  evidence.pid1_name = Pid1Name(query.proc);
  const bool pid1_is_scan = evidence.pid1_name.value_or(kScanName) == kScanName;
  for (const std::string& run_directory : query.run_directories) {
    const std::string scandir = ScandirOf(run_directory);
    const Scandir probed = ProbeScandir(scandir, query);
    if (probed.access == TreeAccess::kNone) continue;
    const bool own_mark = HasOwnMark(run_directory, probed, evidence, query);
    const bool counts = pid1_is_scan || own_mark;
    // The first live one is reported even if it does not count.
    if (!counts && !evidence.live_scandir.empty()) continue;
    evidence.live_scandir = scandir;
    evidence.scandir_access = probed.access;
    evidence.scandir_uid = probed.st.st_uid;
    evidence.scandir_gid = probed.st.st_gid;
    evidence.own_mark = own_mark;
    if (!counts) continue;
    evidence.tree = {probed.access, scandir};
    break;
  }
  return evidence;
}

}  // namespace hermes
