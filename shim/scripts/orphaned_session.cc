#include "shim/scripts/orphaned_session.h"

#include <dirent.h>
#include <signal.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <optional>
#include <string_view>
#include <vector>

#include "shim/base/parse_number.h"
#include "shim/base/process_stat.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr int kTermGraceMs = 1000;
constexpr int kKillGraceMs = 500;
constexpr int kStepMs = 10;

// Returns false for a zombie: it is dead, and another process reaps it.
bool BelongsTo(pid_t session, pid_t pid) {
  const std::optional<ProcessStat> stat = ReadProcessStat(pid);
  return stat.has_value() && stat->session == session && stat->state != 'Z' &&
         stat->state != 'X';
}

std::vector<pid_t> MembersOf(pid_t session) {
  std::vector<pid_t> members;
  DIR* const proc = opendir("/proc");
  if (proc == nullptr) return members;
  while (const dirent* entry = readdir(proc)) {
    const std::optional<pid_t> pid = ParseNumber<pid_t>(entry->d_name);
    if (pid && *pid != getpid() && BelongsTo(session, *pid)) {
      members.push_back(*pid);
    }
  }
  closedir(proc);
  return members;
}

// Sends the signal and waits until the session is empty or `grace_ms` have
// passed.
void EndMembers(pid_t session, int signo, int grace_ms) {
  for (const pid_t pid : MembersOf(session)) kill(pid, signo);
  const timespec step = {0, kStepMs * 1000000L};
  for (int waited = 0; waited < grace_ms; waited += kStepMs) {
    if (MembersOf(session).empty()) return;
    nanosleep(&step, nullptr);
  }
}

}  // namespace

int EndOrphanedSession(const StartRecord& leader) {
  if (leader.pid <= 1) return 0;
  // The kernel does not reuse a pid while a process, a process group or a
  // session has that number. So if the session has members, the number is still
  // theirs, unless a process other than the recorded one has that pid.
  const std::optional<ProcessStat> now = ReadProcessStat(leader.pid);
  if (now && now->start_ticks != leader.start_ticks) return 0;
  const std::vector<pid_t> members = MembersOf(leader.pid);
  if (members.empty()) return 0;
  EndMembers(leader.pid, SIGTERM, kTermGraceMs);
  EndMembers(leader.pid, SIGKILL, kKillGraceMs);
  return static_cast<int>(members.size());
}

}  // namespace hermes
