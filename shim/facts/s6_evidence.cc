#include "shim/facts/s6_evidence.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/run_directory.h"

namespace hermes {
namespace {

constexpr char kControlFifo[] = ".s6-svscan/control";
constexpr char kOwnMark[] = "/hermes-entry/tree";
constexpr char kScanName[] = "s6-svscan";

bool IsTrusted(const struct stat& st, const EvidenceQuery& query) {
  const std::vector<uid_t>& owners = query.trusted_owners;
  return std::find(owners.begin(), owners.end(), st.st_uid) != owners.end();
}

// Whether somebody reads the FIFO: s6-svscan holds it open for its whole life,
// so that a non-blocking open for writing fails with ENXIO after its death.
TreeAccess ProbeControl(int scandir_fd) {
  const UniqueFd fifo(openat(scandir_fd, kControlFifo,
                             O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
  if (!fifo.valid()) {
    return errno == EACCES ? TreeAccess::kDenied : TreeAccess::kNone;
  }
  struct stat st;
  if (fstat(fifo.get(), &st) != 0 || !S_ISFIFO(st.st_mode)) {
    return TreeAccess::kNone;
  }
  return TreeAccess::kLive;
}

TreeAccess ProbeScandir(const std::string& scandir,
                        const EvidenceQuery& query) {
  const UniqueFd fd(
      open(scandir.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat st;
  if (!fd.valid() || fstat(fd.get(), &st) != 0 || !IsTrusted(st, query)) {
    return TreeAccess::kNone;
  }
  return ProbeControl(fd.get());
}

bool HasOwnMark(const std::string& run_directory, const EvidenceQuery& query) {
  struct stat st;
  return lstat((run_directory + kOwnMark).c_str(), &st) == 0 &&
         S_ISREG(st.st_mode) && IsTrusted(st, query);
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
    const TreeAccess access = ProbeScandir(scandir, query);
    if (access == TreeAccess::kNone) continue;
    const bool own_mark = HasOwnMark(run_directory, query);
    const bool counts = pid1_is_scan || own_mark;
    // The first one is told of even if it does not count.
    if (!counts && !evidence.live_scandir.empty()) continue;
    evidence.live_scandir = scandir;
    evidence.scandir_access = access;
    evidence.own_mark = own_mark;
    if (!counts) continue;
    evidence.tree = {access, scandir};
    break;
  }
  return evidence;
}

}  // namespace hermes
