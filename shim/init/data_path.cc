#include "shim/init/data_path.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/init/data_ownership.h"

namespace hermes {
namespace {

constexpr int kMostLinks = 40;  // the kernel's limit

constexpr std::string_view kSystemDirectories[] = {
    "/",        "/dev/shm",    "/home",        "/media",   "/mnt",
    "/opt",     "/opt/hermes", "/root",        "/run",     "/srv",
    "/tmp",     "/usr",        "/usr/local",   "/var",     "/var/cache",
    "/var/lib", "/var/log",    "/var/mail",    "/var/opt", "/var/spool",
    "/var/tmp", "/run/lock",   "/run/service", "/run/s6",
};

// Includes everything below these. The rest of /dev is handled in the code,
// because /dev/shm may hold data.
constexpr std::string_view kSystemTrees[] = {
    "/bin",       "/boot",        "/command",    "/etc",      "/lib",
    "/lib32",     "/lib64",       "/libx32",     "/package",  "/proc",
    "/sbin",      "/sys",         "/usr/bin",    "/usr/lib",  "/usr/lib32",
    "/usr/lib64", "/usr/libexec", "/usr/libx32", "/usr/sbin",
};

constexpr std::string_view kFilesOfHermes[] = {
    "SOUL.md",      "active_profile", "gateway_state.json",
    "gateway.lock", "gateway.db",     "state.db",
};

constexpr std::string_view kSettings[] = {"config.yaml", ".env"};

template <typename Words>
bool Contains(const Words& words, std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

template <typename Words>
bool HasOneOf(const std::vector<std::string>& names, const Words& words) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return Contains(words, name);
  });
}

bool IsHermesData(const DataRootFacts& facts) {
  if (HasOneOf(facts.regular_files, kFilesOfHermes)) return true;
  return HasOneOf(facts.regular_files, kSettings) &&
         std::all_of(
             facts.names.begin(), facts.names.end(),
             [](const std::string& name) { return IsMadeByHermes(name); });
}

struct Row {
  std::string_view name;
  bool (*gives)(const DataRootFacts&);
};

constexpr Row kRows[] = {
    {"image-users", [](const DataRootFacts& f) { return !f.is_roots; }},
    {"mount-point", [](const DataRootFacts& f) { return f.is_mount_point; }},
    {"empty", [](const DataRootFacts& f) { return f.names.empty(); }},
    {"hermes-data", IsHermesData},
};

// Walks a path from the root directory.
class Walk {
 public:
  explicit Walk(const std::string& path) : path_(path) {}

  Expected<DataPath> Run() {
    if (path_.empty() || path_.front() != '/') {
      char directory[PATH_MAX];
      if (getcwd(directory, sizeof directory) == nullptr) return Failed(errno);
      Push(path_);
      Push(directory);
    } else {
      Push(path_);
    }
    Expected<void> done = Restart();
    while (done.ok() && !todo_.empty()) {
      const std::string name = std::move(todo_.back());
      todo_.pop_back();
      if (todo_.empty() && name != "..") {
        return DataPath{std::move(directory_), name, canonical_ + "/" + name};
      }
      done = Step(name);
    }
    if (!done.ok()) return done.error();
    return DataPath{std::move(directory_), ".",
                    canonical_.empty() ? "/" : canonical_};
  }

 private:
  Error Failed(int err) const {
    return Error{err, "resolving the data directory", path_};
  }

  // Inserts the components of `path` before those that are left to walk.
  void Push(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
      const size_t end = path.find('/');
      const std::string_view part = path.substr(0, end);
      if (!part.empty() && part != ".") parts.emplace_back(part);
      path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    }
    todo_.insert(todo_.end(), parts.rbegin(), parts.rend());
  }

  Expected<void> Restart() {
    canonical_.clear();
    directory_.reset(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory_.valid()) return Failed(errno);
    return {};
  }

  Expected<void> Step(const std::string& name) {
    UniqueFd next(openat(directory_.get(), name.c_str(),
                         O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat st;
    if (!next.valid() || fstat(next.get(), &st) != 0) return Failed(errno);
    if (S_ISLNK(st.st_mode)) return Follow(next.get());
    if (!S_ISDIR(st.st_mode)) return Failed(ENOTDIR);
    directory_ = std::move(next);
    if (name == "..") {
      canonical_.resize(canonical_.empty() ? 0 : canonical_.rfind('/'));
    } else {
      canonical_.append("/").append(name);
    }
    return {};
  }

  Expected<void> Follow(int link) {
    if (++links_ > kMostLinks) return Failed(ELOOP);
    struct stat st;
    if (fstat(directory_.get(), &st) != 0) return Failed(errno);
    if (st.st_uid != 0 || (st.st_mode & 022) != 0) {
      return Error{EPERM, "following a link that is not root's alone, in",
                   canonical_.empty() ? "/" : canonical_};
    }
    std::string target(PATH_MAX, '\0');
    const ssize_t size = readlinkat(link, "", target.data(), target.size());
    if (size < 0) return Failed(errno);
    target.resize(static_cast<size_t>(size));
    Push(target);
    if (!target.empty() && target.front() == '/') return Restart();
    return {};
  }

  const std::string& path_;
  UniqueFd directory_;
  std::string canonical_;          // of directory_; empty for "/"
  std::vector<std::string> todo_;  // components left; the next one is last
  int links_ = 0;
};

}  // namespace

Expected<DataPath> ResolveDataPath(const std::string& path) {
  return Walk(path).Run();
}

bool IsSystemDirectory(std::string_view canonical) {
  if (Contains(kSystemDirectories, canonical)) return true;
  if (canonical == "/dev") return true;
  constexpr std::string_view kDevices = "/dev/";
  constexpr std::string_view kMemory = "/dev/shm/";
  if (canonical.substr(0, kDevices.size()) == kDevices) {
    return canonical.substr(0, kMemory.size()) != kMemory;
  }
  return std::any_of(std::begin(kSystemTrees), std::end(kSystemTrees),
                     [canonical](std::string_view tree) {
                       return canonical.substr(0, tree.size()) == tree &&
                              (canonical.size() == tree.size() ||
                               canonical[tree.size()] == '/');
                     });
}

bool MayGiveDataRoot(const DataRootFacts& facts) {
  return std::any_of(std::begin(kRows), std::end(kRows),
                     [&facts](const Row& row) { return row.gives(facts); });
}

}  // namespace hermes
