#include "shim/init/process_table.h"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/process_stat.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

// Sets the supervisor members of *entry from /proc/<pid>/cmdline, whose
// arguments are separated by NUL.
void ReadSupervisor(const std::string& directory, ProcessEntry* entry) {
  const Expected<std::string> cmdline =
      ReadSmallFile(AT_FDCWD, directory + "/cmdline");
  if (!cmdline.ok()) return;
  std::string_view rest = cmdline.value();
  const std::string_view program = rest.substr(0, rest.find('\0'));
  entry->supervisor = EndsWith(program, "s6-supervise");
  if (!entry->supervisor) return;
  rest.remove_prefix(std::min(rest.size(), program.size() + 1));
  entry->logger_supervisor = EndsWith(rest.substr(0, rest.find('\0')), "/log");
}

bool Contains(const std::vector<pid_t>& pids, pid_t pid) {
  return std::find(pids.begin(), pids.end(), pid) != pids.end();
}

// Returns the descendants of the tree's parent. Loops until it finds no more,
// because a parent may come after its children in the table.
std::vector<pid_t> Descendants(const std::vector<ProcessEntry>& table,
                               const TreeRoots& roots) {
  std::vector<pid_t> found;
  bool grew = true;
  while (grew) {
    grew = false;
    for (const ProcessEntry& entry : table) {
      const bool ours =
          entry.parent == roots.init || Contains(found, entry.parent);
      if (!ours || Contains(roots.preexisting_children, entry.pid)) continue;
      if (Contains(found, entry.pid)) continue;
      found.push_back(entry.pid);
      grew = true;
    }
  }
  return found;
}

}  // namespace

std::vector<ProcessEntry> ReadProcessTable() {
  std::vector<ProcessEntry> table;
  DIR* proc = opendir("/proc");
  if (proc == nullptr) return table;
  while (const dirent* item = readdir(proc)) {
    const std::optional<pid_t> pid = ParseNumber<pid_t>(item->d_name);
    if (!pid.has_value()) continue;
    const std::string directory = std::string("/proc/") + item->d_name;
    const std::optional<ProcessStat> stat = ReadProcessStat(*pid);
    if (!stat.has_value()) continue;
    ProcessEntry entry;
    entry.pid = stat->pid;
    entry.parent = stat->parent;
    entry.zombie = stat->state == 'Z' || stat->state == 'X';
    ReadSupervisor(directory, &entry);
    table.push_back(entry);
  }
  closedir(proc);
  return table;
}

TreeProcesses SortTree(const std::vector<ProcessEntry>& table,
                       const TreeRoots& roots) {
  std::vector<pid_t> supervisors;
  TreeProcesses sorted;
  for (const ProcessEntry& entry : table) {
    const bool ours =
        entry.parent == roots.init || entry.parent == roots.svscan;
    if (!ours || entry.zombie ||
        Contains(roots.preexisting_children, entry.pid))
      continue;
    if (entry.supervisor) {
      if (!entry.logger_supervisor) supervisors.push_back(entry.pid);
      continue;
    }
    const bool part = entry.pid == roots.svscan || entry.pid == roots.command;
    if (entry.parent == roots.init && !part) {
      sorted.orphans.push_back(entry.pid);
    }
  }
  for (const ProcessEntry& entry : table) {
    if (!entry.zombie && Contains(supervisors, entry.parent)) {
      sorted.gateways.push_back(entry.pid);
    }
  }
  sorted.all = Descendants(table, roots);
  return sorted;
}

}  // namespace hermes
