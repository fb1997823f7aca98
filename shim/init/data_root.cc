#include "shim/init/data_root.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/init/data_ownership.h"
#include "shim/init/data_path.h"

namespace hermes {

namespace {

constexpr size_t kNamesToJudge = 10000;

DataRootFacts FactsOf(const UniqueFd& root, bool is_roots) {
  DataRootFacts facts;
  facts.is_roots = is_roots;
  facts.is_mount_point = IsMountPoint(root);
  Expected<std::vector<std::string>> names = NamesIn(root, kNamesToJudge);
  // A directory that cannot be listed must not count as empty.
  if (!names.ok()) {
    facts.names = {"?"};
    return facts;
  }
  facts.names = std::move(names).value();
  for (const std::string& name : facts.names) {
    struct stat st;
    if (fstatat(root.get(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(st.st_mode)) {
      facts.regular_files.push_back(name);
    }
  }
  return facts;
}

}  // namespace

std::string DataRootObjection(const std::string& path) {
  const Expected<DataPath> resolved = ResolveDataPath(path);
  if (resolved.ok() && IsSystemDirectory(resolved.value().canonical)) {
    return "HERMES_HOME leads to " + resolved.value().canonical +
           ", a system directory, which is never given to the hermes user; "
           "name a directory for the data alone, such as /opt/data";
  }
  if (resolved.ok() || resolved.error().err != EPERM) return "";
  return "HERMES_HOME leads through a symbolic link that other users could "
         "have made (" +
         Describe(resolved.error()) +
         "); name the directory itself, or make the link in a directory that "
         "only root can write to";
}

Expected<void> PrepareDataRoot(const std::string& path, uid_t uid, gid_t gid,
                               uid_t image_uid) {
  const Expected<DataPath> resolved = ResolveDataPath(path);
  if (!resolved.ok()) return resolved.error();
  const int parent = resolved.value().parent.get();
  const std::string& name = resolved.value().name;
  if (mkdirat(parent, name.c_str(), 0755) != 0 && errno != EEXIST) {
    return Error{errno, "making the data directory", path};
  }
  const UniqueFd fd(openat(parent, name.c_str(),
                           O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening the data directory", path};
  struct stat st;
  if (fstat(fd.get(), &st) != 0) return Error{errno, "examining", path};
  if (uid == 0 || st.st_uid == uid) return {};
  if (st.st_uid != 0 && st.st_uid != image_uid) return {};
  if (!MayGiveDataRoot(FactsOf(fd, st.st_uid == 0))) return {};
  // The data root comes last, because its owner shows whether the rest is done.
  Expected<void> given = GiveHermesFiles(fd, {image_uid, uid, gid});
  if (fchown(fd.get(), uid, gid) != 0) {
    return Error{errno, "changing the owner of", path};
  }
  return given;
}

bool IsWritableDirectory(const std::string& path) {
  return faccessat(AT_FDCWD, path.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

}  // namespace hermes
