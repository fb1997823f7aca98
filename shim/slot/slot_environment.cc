#include "shim/slot/slot_environment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/privileges/home.h"
#include "shim/profile/profile.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// The kernel limits the strings of one execve to a quarter of the stack limit:
// 2 MiB if that is 8 MiB.
constexpr size_t kEnvironmentLimit = 8u << 20;

std::vector<std::string> SplitAtNul(std::string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const size_t end = text.find('\0');
    entries.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return entries;
}

constexpr char kDefaultProfile[] = "default";
constexpr const char* kSupervisionMarks[] = {"HERMES_S6_SUPERVISED_CHILD",
                                             "HERMES_SUPERVISED_CHILD"};
constexpr std::string_view kProfilePrefixes[] = {
    "API_SERVER_", "WEBHOOK_", "TELEGRAM_", "DISCORD_", "SLACK_"};

bool IsOwnAlone(int directory_fd) {
  struct stat st;
  return fstat(directory_fd, &st) == 0 && st.st_uid == geteuid() &&
         (st.st_mode & 022) == 0;
}

void UnsetProfileKeys(Environment& environment) {
  // Iterate over a copy, because Unset() changes the original.
  const std::vector<std::string> entries = environment.entries();
  for (const std::string& entry : entries) {
    std::string_view name = entry;
    name = name.substr(0, name.find('='));
    if (IsProfileKey(name)) environment.Unset(name);
  }
}

}  // namespace

Expected<Environment> LoadSlotEnvironment(int data_fd,
                                          const Environment& inherited) {
  struct stat st;
  if (fstatat(data_fd, kEnvironmentFile, &st, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return inherited;
    return Error{errno, "examining the slot's file", kEnvironmentFile};
  }
  // If only this uid can write to the directory, the file that was examined is
  // the file that is read, and no other user can have put a link there to a
  // file that only this uid can read.
  if (st.st_uid != geteuid() || (st.st_mode & 077) != 0 ||
      !IsOwnAlone(data_fd)) {
    return Error{EPERM, "trusting the slot's file", kEnvironmentFile};
  }
  const Expected<std::string> text =
      ReadSmallFile(data_fd, kEnvironmentFile, kEnvironmentLimit, O_NOFOLLOW);
  if (!text.ok()) return text.error();
  return Environment(SplitAtNul(text.value()));
}

bool IsProfileKey(std::string_view name) {
  constexpr std::string_view kSuffix = "_BOT_TOKEN";
  if (name.size() >= kSuffix.size() &&
      name.substr(name.size() - kSuffix.size()) == kSuffix) {
    return true;
  }
  return std::any_of(
      std::begin(kProfilePrefixes), std::end(kProfilePrefixes),
      [name](std::string_view p) { return name.substr(0, p.size()) == p; });
}

Environment SlotEnvironment(Environment environment, std::string_view slot) {
  const std::optional<std::string> profile = ProfileOfSlot(slot);
  const DataHome data = ParseDataHome(environment.GetOrEmpty("HERMES_HOME"));
  const std::string wanted = profile.value_or(kDefaultProfile);
  if (data.profile.value_or(wanted) != wanted) {
    environment.Set("HERMES_HOME", data.root);
  }
  if (wanted != kDefaultProfile) UnsetProfileKeys(environment);
  LeaveRootsHome(data.root, environment);
  for (const char* mark : kSupervisionMarks) {
    if (profile) {
      environment.Set(mark, "1");
    } else {
      environment.Unset(mark);
    }
  }
  // These variables refer to descriptors and a socket of the container's main
  // process.
  environment.UnsetPrefix("LISTEN_");
  for (const char* name :
       {"NOTIFY_SOCKET", kOriginalNofileVariable, kOriginalUmaskVariable}) {
    environment.Unset(name);
  }
  return environment;
}

}  // namespace hermes
