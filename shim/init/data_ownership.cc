#include "shim/init/data_ownership.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

// With what is beside it, or was moved aside.
constexpr std::string_view kDatabase = "gateway.db";
constexpr std::string_view kMadeByHermes[] = {
    ".clean_shutdown",
    ".dashboard_secret",
    ".drain_request.json",
    ".env",
    ".gateway-planned-stop.json",
    ".gateway-takeover.json",
    ".gateway_state.lock",
    "SOUL.md",
    "active_profile",
    "auth.json",
    "auth.lock",
    "config.yaml",
    "cron",
    "dashboard.pid",
    "gateway-starts.log",
    "gateway-starts.total",
    "gateway.lock",
    "gateway.pid",
    "gateway_state.json",
    "gateway_state.json.corrupt",
    "home",
    "logs",
    "memories",
    "plans",
    "processes.json",
    "profile.yaml",
    "profiles",
    "sessions",
    "skills",
    "skins",
    "state.db",
    "state.db-shm",
    "state.db-wal",
    "workspace",
};

// A directory is entered before it is given away: whoever gets it could put
// something else in the place of what is still to be looked at.
class Giving {
 public:
  Giving(const OwnershipChange& change, dev_t device)
      : change_(change), device_(device) {}

  void Entry(const UniqueFd& directory, const std::string& name) {
    // O_PATH opens neither devices nor pipes, and a link itself.
    const UniqueFd fd(
        openat(directory.get(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat st;
    if (!fd.valid() || fstat(fd.get(), &st) != 0) return Failed(errno, name);
    // What is mounted, a single file too, is somebody else's.
    if (!Wanted(st) || IsMountPoint(fd)) return;
    if (S_ISDIR(st.st_mode)) GiveInside(directory, name);
    if (fchownat(fd.get(), "", change_.uid, change_.gid, AT_EMPTY_PATH) != 0) {
      Failed(errno, name);
    }
  }

  const Expected<void>& result() const { return result_; }

 private:
  bool Wanted(const struct stat& st) const {
    if (st.st_dev != device_) return false;
    if (st.st_uid != change_.from && st.st_uid != 0) return false;
    // Another name of such a file may lie where it is rightly root's.
    return S_ISDIR(st.st_mode) || (S_ISREG(st.st_mode) && st.st_nlink == 1);
  }

  void GiveInside(const UniqueFd& parent, const std::string& name) {
    const Expected<UniqueFd> directory = OpenDirectory(parent.get(), name);
    if (!directory.ok()) return Failed(directory.error().err, name);
    const Expected<std::vector<std::string>> names = NamesIn(directory.value());
    if (!names.ok()) return Failed(names.error().err, name);
    for (const std::string& inner : names.value()) {
      Entry(directory.value(), inner);
    }
  }

  void Failed(int err, const std::string& name) {
    if (err == ENOENT) return;  // gone meanwhile
    result_ = Error{err, "giving away", name};
  }

  const OwnershipChange change_;
  const dev_t device_;
  Expected<void> result_;
};

}  // namespace

bool IsMadeByHermes(std::string_view name) {
  if (name.substr(0, kDatabase.size()) == kDatabase) return true;
  return std::find(std::begin(kMadeByHermes), std::end(kMadeByHermes), name) !=
         std::end(kMadeByHermes);
}

Expected<void> GiveHermesFiles(const UniqueFd& data_root,
                               const OwnershipChange& change) {
  struct stat st;
  if (fstat(data_root.get(), &st) != 0) {
    return Error{errno, "examining the data directory", ""};
  }
  const Expected<std::vector<std::string>> names = NamesIn(data_root);
  if (!names.ok()) return names.error();
  Giving giving(change, st.st_dev);
  for (const std::string& name : names.value()) {
    if (IsMadeByHermes(name)) giving.Entry(data_root, name);
  }
  return giving.result();
}

}  // namespace hermes
