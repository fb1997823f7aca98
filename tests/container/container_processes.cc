#include "tests/container/container_processes.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;

std::string ProcPath(pid_t pid, const std::string& file) {
  return "/proc/" + std::to_string(pid) + "/" + file;
}

// Returns the inode of the namespace, or 0 if the process has exited.
ino_t PidNamespaceOf(pid_t pid) {
  struct stat st = {};
  return stat(ProcPath(pid, "ns/pid").c_str(), &st) == 0 ? st.st_ino : 0;
}

std::vector<pid_t> AllPids() {
  std::vector<pid_t> pids;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const int pid = atoi(entry.path().filename().c_str());
    if (pid > 0) pids.push_back(pid);
  }
  std::sort(pids.begin(), pids.end());
  return pids;
}

std::string Arguments(pid_t pid) {
  std::string text = ReadHostFile(ProcPath(pid, "cmdline"));
  while (!text.empty() && text.back() == '\0') text.pop_back();
  std::replace(text.begin(), text.end(), '\0', ' ');
  return text;
}

ContainerProcess Describe(pid_t pid) {
  ContainerProcess process;
  process.pid = pid;
  std::istringstream uids(StatusField(pid, "Uid"));
  uid_t real = 0;
  uids >> real >> process.uid;
  process.comm = StatusField(pid, "Name");
  process.arguments = Arguments(pid);
  return process;
}

}  // namespace

std::vector<ContainerProcess> ProcessesBeside(pid_t main_pid) {
  std::vector<ContainerProcess> processes;
  const ino_t space = PidNamespaceOf(main_pid);
  if (space == 0) return processes;
  for (const pid_t pid : AllPids()) {
    if (PidNamespaceOf(pid) != space) continue;
    ContainerProcess process = Describe(pid);
    // A zombie, or a process that has exited meanwhile, has no arguments.
    if (!process.arguments.empty()) processes.push_back(process);
  }
  return processes;
}

std::string StatusField(pid_t pid, const std::string& field) {
  std::istringstream status(ReadHostFile(ProcPath(pid, "status")));
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind(field + ":", 0) != 0) continue;
    const size_t begin = line.find_first_not_of(" \t", field.size() + 1);
    const size_t end = line.find_last_not_of(" \t");
    return begin == std::string::npos ? ""
                                      : line.substr(begin, end + 1 - begin);
  }
  return "";
}

std::string ReadHostFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace hermes::fixture
