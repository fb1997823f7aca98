#include "shim/slot/service_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/path_search.h"
#include "shim/base/rename_without_replacing.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/scan_directory.h"
#include "shim/slot/slot_records.h"
#include "shim/slot/supervise_directory.h"

namespace hermes {
namespace {

constexpr mode_t kServiceMode = 0755;
constexpr mode_t kDataMode = 0700;
constexpr int kMaxStagingNames = 1000;
// The descriptor for readiness notification. `run` relies on this number.
constexpr std::string_view kNotificationFd = "3\n";

Expected<void> Link(int dir_fd, const std::string& target,
                    const std::string& name) {
  if (symlinkat(target.c_str(), dir_fd, name.c_str()) == 0) return {};
  return Error{errno, "linking", name};
}

std::string Serialize(const Environment& environment) {
  std::string text;
  for (const std::string& entry : environment.entries()) {
    text.append(entry).push_back('\0');
  }
  return text;
}

Expected<void> FillRecords(int data_fd, const SlotSpec& spec) {
  Expected<void> made = CreateFile(data_fd, kSlotFile, spec.name + "\n", 0600);
  if (made.ok() && spec.runs_in_foreground) {
    made = CreateFile(data_fd, kForegroundFile, "", 0600);
  }
  if (made.ok() && spec.start_delay_s > 0) {
    DeathRecord none;
    none.delay_s = spec.start_delay_s;
    made = CreateFile(data_fd, kDeathsFile, FormatRecord(none), 0600);
  }
  return made;
}

Expected<void> GiveData(int data_fd, const TreeOperator& to) {
  for (const char* record : {kSlotFile, kForegroundFile, kDeathsFile}) {
    if (fchownat(data_fd, record, to.uid, to.gid, AT_SYMLINK_NOFOLLOW) != 0 &&
        errno != ENOENT) {
      return Error{errno, "giving to the operator", record};
    }
  }
  if (fchown(data_fd, to.uid, to.gid) == 0) return {};
  return Error{errno, "giving to the operator", kDataDirectory};
}

Expected<void> FillData(int slot_fd, const SlotSpec& spec) {
  const Expected<UniqueFd> data =
      MakeDirectory(slot_fd, kDataDirectory, kDataMode);
  if (!data.ok()) return data.error();
  const int data_fd = data.value().get();
  Expected<void> made = FillRecords(data_fd, spec);
  if (made.ok() && spec.environment.has_value()) {
    // Root must not read an environment from a directory that the operator
    // owns.
    made = CreateFile(spec.operated_by ? slot_fd : data_fd, kEnvironmentFile,
                      Serialize(*spec.environment), 0600);
  }
  if (made.ok() && spec.operated_by)
    made = GiveData(data_fd, *spec.operated_by);
  return made;
}

Expected<void> FillLog(int slot_fd, const SlotSpec& spec) {
  const Expected<UniqueFd> log = MakeDirectory(slot_fd, "log", kServiceMode);
  if (!log.ok()) return log.error();
  const int fd = log.value().get();
  Expected<void> made = MakeSuperviseDirectory(fd, spec.operated_by);
  if (made.ok()) made = CreateFile(fd, "type", "longrun\n", 0644);
  if (made.ok()) made = Link(fd, spec.shim_program, "run");
  return made;
}

Expected<void> FillSlot(int fd, const SlotSpec& spec) {
  Expected<void> made = MakeSuperviseDirectory(fd, spec.operated_by);
  if (made.ok()) made = CreateFile(fd, "type", "longrun\n", 0644);
  if (made.ok())
    made = CreateFile(fd, "notification-fd", kNotificationFd, 0644);
  if (made.ok()) {
    made = CreateFile(fd, "timeout-kill",
                      std::to_string(spec.kill_timeout_ms) + "\n", 0644);
  }
  if (made.ok() && spec.registered_down)
    made = CreateFile(fd, "down", "", 0644);
  if (made.ok()) made = Link(fd, spec.shim_program, "run");
  if (made.ok()) made = Link(fd, spec.shim_program, "finish");
  if (made.ok()) made = FillData(fd, spec);
  if (made.ok() && spec.name != kDashboardSlot) made = FillLog(fd, spec);
  return made;
}

struct Staging {
  std::string name;
  UniqueFd directory;
};

// s6-svscan ignores names that begin with a dot.
Expected<Staging> MakeStaging(int scandir_fd, const std::string& slot) {
  const std::string stem =
      "." + slot + ".staging-" + std::to_string(getpid()) + "-";
  for (int n = 0; n < kMaxStagingNames; ++n) {
    std::string name = stem + std::to_string(n);
    Expected<UniqueFd> made = MakeDirectory(scandir_fd, name, kServiceMode);
    if (made.ok()) return Staging{std::move(name), std::move(made).value()};
    if (made.error().err != EEXIST) return made.error();
  }
  return Error{EEXIST, "making directory", stem};
}

bool Exists(int dir_fd, const std::string& name) {
  struct stat st;
  return fstatat(dir_fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0;
}

}  // namespace

Expected<bool> PublishSlot(const std::string& scandir, const SlotSpec& spec) {
  const std::string& slot = spec.name;
  const Expected<UniqueFd> opened = OpenScanDirectory(scandir);
  if (!opened.ok()) return opened.error();
  const int scandir_fd = opened.value().get();
  if (Exists(scandir_fd, slot)) return false;
  const int err = ExecutableError(spec.shim_program);
  if (err != 0) return Error{err, "executing", spec.shim_program};
  const Expected<Staging> staging = MakeStaging(scandir_fd, slot);
  if (!staging.ok()) return staging.error();
  const Expected<void> filled = FillSlot(staging.value().directory.get(), spec);
  const int rename_error =
      filled.ok()
          ? RenameWithoutReplacing(scandir_fd, staging.value().name, slot)
          : 0;
  if (filled.ok() && rename_error == 0) return true;
  const Expected<void> removed = RemoveTree(scandir_fd, staging.value().name);
  // s6-svscan ignores a leftover of that name.
  static_cast<void>(removed);
  if (!filled.ok()) return filled.error();
  if (rename_error == EEXIST) return false;  // another process was faster
  return Error{rename_error, "publishing", scandir + "/" + slot};
}

}  // namespace hermes
