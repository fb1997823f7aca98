#include "shim/scripts/log_directory.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr mode_t kLogMode = 0700;
constexpr char kProbeFile[] = ".hermes-entry-probe";
// One block: an empty file may still fit on a full disk.
constexpr size_t kProbeSize = 4096;

Expected<UniqueFd> OpenOrMake(int dir_fd, const std::string& name) {
  Expected<UniqueFd> opened = OpenDirectory(dir_fd, name);
  if (opened.ok() || opened.error().err != ENOENT) return opened;
  Expected<UniqueFd> made = MakeDirectory(dir_fd, name, kLogMode);
  if (made.ok() || made.error().err != EEXIST) return made;
  return OpenDirectory(dir_fd, name);  // another process was faster
}

Expected<void> ProbeWriting(int directory_fd) {
  // Remove the leftover of a probe that was killed.
  unlinkat(directory_fd, kProbeFile, 0);
  Expected<void> written =
      CreateFile(directory_fd, kProbeFile, std::string(kProbeSize, '\0'), 0600);
  if (written.ok()) unlinkat(directory_fd, kProbeFile, 0);
  return written;
}

Expected<void> ProbeLock(int directory_fd) {
  const UniqueFd lock(
      openat(directory_fd, "lock",
             O_WRONLY | O_CREAT | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!lock.valid()) return Error{errno, "opening", "lock"};
  // s6-log takes this kind of lock; closing the file releases it.
  struct flock whole = {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (fcntl(lock.get(), F_SETLK, &whole) == 0) return {};
  return Error{errno, "locking", "lock"};
}

// An s6-log of another uid may have left a file that this uid cannot open.
Expected<void> ProbeFile(int directory_fd, const char* name) {
  const UniqueFd file(
      openat(directory_fd, name,
             O_WRONLY | O_APPEND | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
  if (file.valid() || errno == ENOENT) return {};
  return Error{errno, "opening", name};
}

}  // namespace

Expected<UniqueFd> OpenLogDirectory(const std::string& root,
                                    std::string_view profile) {
  UniqueFd directory(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) return Error{errno, "opening", root};
  std::string path = root;
  for (const std::string_view part :
       {std::string_view("logs"), std::string_view("gateways"), profile}) {
    path.append("/").append(part);
    Expected<UniqueFd> next = OpenOrMake(directory.get(), std::string(part));
    if (!next.ok()) return Error{next.error().err, next.error().stage, path};
    directory = std::move(next).value();
  }
  return directory;
}

Expected<void> ProbeLogDirectory(int directory_fd) {
  Expected<void> probe = ProbeWriting(directory_fd);
  if (probe.ok()) probe = ProbeLock(directory_fd);
  if (probe.ok()) probe = ProbeFile(directory_fd, "current");
  if (probe.ok()) probe = ProbeFile(directory_fd, "state");
  return probe;
}

}  // namespace hermes
