#include "shim/init/data_ownership.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

// Stands for every name that begins with it: SQLite's files next to the
// database, and a database that was moved aside.
constexpr std::string_view kDatabase = "gateway.db";
constexpr std::string_view kMadeByHermes[] = {
    ".clean_shutdown",
    ".dashboard_secret",
    ".dashboard_sessions",
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

constexpr size_t kMostLevels = 1 << 17;
constexpr size_t kMostPending = 1 << 20;  // names that are still to be given

// Walks the tree and changes owners. The owner of a directory changes after all
// of its entries were handled, because its new owner could replace them. The
// walk is not recursive and keeps one directory open at a time, because users
// who can write there decide how deep the tree is.
class Giving {
 public:
  explicit Giving(const OwnershipChange& change) : change_(change) {}

  Expected<void> Run(const UniqueFd& root, std::vector<std::string> names) {
    struct stat st;
    current_.reset(openat(root.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!current_.valid() || fstat(current_.get(), &st) != 0) {
      return Error{errno, "examining the data directory", ""};
    }
    device_ = st.st_dev;
    pending_ = names.size();
    levels_.push_back({st.st_ino, "", std::move(names)});
    while (!levels_.empty()) {
      std::vector<std::string>& left = levels_.back().names;
      if (left.empty()) {
        if (!Leave()) break;
        continue;
      }
      const std::string name = std::move(left.back());
      left.pop_back();
      --pending_;
      Entry(name);
    }
    return result_;
  }

 private:
  struct Level {
    ino_t inode;
    std::string name;
    std::vector<std::string> names;  // not handled yet
  };

  void Entry(const std::string& name) {
    // O_PATH does not open devices or pipes, and refers to a link itself. A
    // mount, of a single file too, belongs to another owner: EXDEV.
    const Expected<UniqueFd> entry =
        OpenWithinMount(current_.get(), name, O_PATH);
    if (!entry.ok()) return Failed(entry.error().err, name);
    const int fd = entry.value().get();
    struct stat st;
    if (fstat(fd, &st) != 0) return Failed(errno, name);
    if (!Wanted(st)) return;
    if (S_ISDIR(st.st_mode)) return Enter(fd, st.st_ino, name);
    if (fchownat(fd, "", change_.uid, change_.gid, AT_EMPTY_PATH) != 0) {
      Failed(errno, name);
    }
  }

  bool Wanted(const struct stat& st) const {
    if (st.st_dev != device_) return false;
    if (st.st_uid != change_.from && st.st_uid != 0) return false;
    // A file with more than one link may also be a file of root elsewhere.
    return S_ISDIR(st.st_mode) || (S_ISREG(st.st_mode) && st.st_nlink == 1);
  }

  void Enter(int fd, ino_t inode, const std::string& name) {
    UniqueFd directory(openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.valid()) return Failed(errno, name);
    if (levels_.size() >= kMostLevels || pending_ >= kMostPending) {
      return Failed(E2BIG, name);
    }
    Expected<std::vector<std::string>> names =
        NamesIn(directory, kMostPending - pending_);
    if (!names.ok()) return Failed(names.error().err, name);
    pending_ += names.value().size();
    levels_.push_back({inode, name, std::move(names).value()});
    current_ = std::move(directory);
  }

  // Changes the owner of the finished directory and returns to its parent,
  // which must be the directory from which it was entered. Returns false if the
  // walk has ended.
  bool Leave() {
    const std::string name = std::move(levels_.back().name);
    levels_.pop_back();
    if (levels_.empty()) return false;
    UniqueFd above(
        openat(current_.get(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const int err = above.valid() ? 0 : errno;
    if (fchown(current_.get(), change_.uid, change_.gid) != 0) {
      Failed(errno, name);
    }
    struct stat st;
    if (err == 0 && fstat(above.get(), &st) == 0 && st.st_dev == device_ &&
        st.st_ino == levels_.back().inode) {
      current_ = std::move(above);
      return true;
    }
    Failed(err != 0 ? err : ESTALE, name);
    return false;
  }

  void Failed(int err, const std::string& name) {
    if (err == ENOENT || err == EXDEV) return;  // removed meanwhile; a mount
    result_ = Error{err, "changing the owner of", name};
  }

  const OwnershipChange change_;
  dev_t device_ = 0;
  UniqueFd current_;
  std::vector<Level> levels_;  // down to current_
  size_t pending_ = 0;
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
  const Expected<std::vector<std::string>> names = NamesIn(data_root);
  if (!names.ok()) return names.error();
  std::vector<std::string> made;
  for (const std::string& name : names.value()) {
    if (IsMadeByHermes(name)) made.push_back(name);
  }
  return Giving(change).Run(data_root, std::move(made));
}

}  // namespace hermes
