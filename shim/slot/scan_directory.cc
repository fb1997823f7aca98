#include "shim/slot/scan_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

struct Row {
  std::string_view stage;
  bool (*objects)(const ScanDirectoryFacts&);
};

constexpr Row kRows[] = {
    {"working as root in another user's directory",
     [](const ScanDirectoryFacts& f) { return f.owner != 0; }},
    {"working as root in a directory that every user may write",
     [](const ScanDirectoryFacts& f) { return (f.mode & S_IWOTH) != 0; }},
    {"working as root in a directory that another group may write",
     [](const ScanDirectoryFacts& f) {
       return f.group != 0 && (f.mode & S_IWGRP) != 0;
     }},
};

}  // namespace

std::string_view ScanDirectoryObjection(const ScanDirectoryFacts& facts) {
  if (facts.caller != 0) return "";
  for (const Row& row : kRows) {
    if (row.objects(facts)) return row.stage;
  }
  return "";
}

Expected<UniqueFd> OpenScanDirectory(const std::string& path) {
  const uid_t caller = geteuid();
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC |
                                     (caller == 0 ? O_NOFOLLOW : 0)));
  if (!fd.valid()) return Error{errno, "opening", path};
  struct stat st;
  if (fstat(fd.get(), &st) != 0) return Error{errno, "examining", path};
  const std::string_view objection =
      ScanDirectoryObjection({caller, st.st_uid, st.st_gid, st.st_mode});
  if (!objection.empty()) return Error{EPERM, objection, path};
  return fd;
}

}  // namespace hermes
