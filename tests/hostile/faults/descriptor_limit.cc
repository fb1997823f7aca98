#include "tests/hostile/faults/descriptor_limit.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/process/container.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

std::vector<pid_t> OtherProcesses() {
  std::vector<pid_t> pids;
  for (const std::string& name : Names("/proc")) {
    const pid_t pid = atoi(name.c_str());
    if (pid > 0 && pid != getpid()) pids.push_back(pid);
  }
  return pids;
}

// Returns the lowest descriptor that the process has not opened.
rlim_t FirstFree(pid_t pid) {
  const std::string directory = "/proc/" + std::to_string(pid) + "/fd/";
  rlim_t fd = 0;
  struct stat st;
  while (lstat((directory + std::to_string(fd)).c_str(), &st) == 0) ++fd;
  return fd;
}

// Some machines do not let root change the limits of another uid.
void BecomeHermes() {
  if (setresgid(kHermesUid, kHermesUid, kHermesUid) != 0 ||
      setresuid(kHermesUid, kHermesUid, kHermesUid) != 0) {
    _exit(1);
  }
}

// Changes the soft limit, because it can be raised again.
bool Limit(pid_t pid, std::optional<rlim_t> descriptors) {
  rlimit limit = {};
  if (prlimit(pid, RLIMIT_NOFILE, nullptr, &limit) != 0) return false;
  limit.rlim_cur = descriptors.value_or(limit.rlim_max);
  return prlimit(pid, RLIMIT_NOFILE, &limit, nullptr) == 0;
}

}  // namespace

int LimitDescriptors(const std::string& spared) {
  std::map<pid_t, rlim_t> limits;
  for (const pid_t pid : OtherProcesses()) {
    std::string comm = ReadFile("/proc/" + std::to_string(pid) + "/comm");
    if (!comm.empty()) comm.pop_back();  // the newline
    if (comm != spared) limits[pid] = FirstFree(pid);
  }
  BecomeHermes();
  int limited = 0;
  for (const auto& [pid, limit] : limits) limited += Limit(pid, limit) ? 1 : 0;
  return limited;
}

void ReleaseDescriptors() {
  BecomeHermes();
  for (const pid_t pid : OtherProcesses()) Limit(pid, std::nullopt);
}

}  // namespace hermes::fixture
