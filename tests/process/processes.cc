#include "tests/process/processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace hermes::fixture {
namespace {

// Splits a text that consists of NUL-terminated strings.
std::vector<std::string> SplitAtNul(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\0', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

std::string ReadFile(const std::string& path) {
  // Use read(2), not a stream: reading the file of a process that has just
  // ended fails, and a stream buffer reports that by an exception.
  std::string text;
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  char buffer[4096];
  for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(n));
  }
  close(fd);
  return text;
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::vector<std::string> Names(const std::string& directory) {
  std::vector<std::string> names;
  DIR* open = opendir(directory.c_str());
  if (open == nullptr) return names;
  while (const dirent* entry = readdir(open)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  closedir(open);
  std::sort(names.begin(), names.end());
  return names;
}

std::string Processes::Read(pid_t pid, const std::string& file) const {
  return ReadFile(ns_.Path("/proc/" + std::to_string(pid) + "/" + file));
}

std::string Processes::Comm(pid_t pid) const {
  std::string comm = Read(pid, "comm");
  if (!comm.empty()) comm.pop_back();
  return comm;
}

std::vector<std::string> Processes::Arguments(pid_t pid) const {
  return SplitAtNul(Read(pid, "cmdline"));
}

std::vector<std::string> Processes::Environment(pid_t pid) const {
  return SplitAtNul(Read(pid, "environ"));
}

std::string Processes::Status(pid_t pid, const std::string& field) const {
  std::istringstream lines(Read(pid, "status"));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(field + ":", 0) != 0) continue;
    const size_t begin = line.find_first_not_of(" \t", field.size() + 1);
    return begin == std::string::npos ? "" : line.substr(begin);
  }
  return "";
}

long long Processes::Stat(pid_t pid, int n) const {
  const std::string stat = Read(pid, "stat");
  // The name in field 2 may contain spaces and parentheses, so count from the
  // last parenthesis.
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return -1;
  std::istringstream fields(stat.substr(name_end + 2));
  std::string value;
  for (int i = 3; i <= n; ++i) fields >> value;
  return std::stoll(value);
}

bool Processes::Alive(pid_t pid) const {
  const std::string state = Status(pid, "State");
  return !state.empty() && state[0] != 'Z' && state[0] != 'X';
}

std::vector<pid_t> Processes::All() const {
  std::vector<pid_t> alive;
  for (const pid_t pid : ns_.Pids()) {
    if (Alive(pid)) alive.push_back(pid);
  }
  return alive;
}

std::vector<pid_t> Processes::Zombies() const {
  std::vector<pid_t> zombies;
  for (const pid_t pid : ns_.Pids()) {
    if (Status(pid, "State").rfind('Z', 0) == 0) zombies.push_back(pid);
  }
  return zombies;
}

std::vector<pid_t> Processes::WithComm(const std::string& comm) const {
  std::vector<pid_t> found;
  for (const pid_t pid : All()) {
    if (Comm(pid) == comm) found.push_back(pid);
  }
  return found;
}

std::vector<pid_t> Processes::WithArguments(
    const std::vector<std::string>& arguments) const {
  std::vector<pid_t> found;
  for (const pid_t pid : All()) {
    if (Arguments(pid) == arguments) found.push_back(pid);
  }
  return found;
}

std::string Processes::Listing() const {
  std::string listing;
  for (const pid_t pid : ns_.Pids()) {
    listing += std::to_string(pid) + " [" + Comm(pid) + "] " +
               Status(pid, "State") + " uid " + Status(pid, "Uid") + ":";
    for (const std::string& argument : Arguments(pid))
      listing += " " + argument;
    listing += "\n";
  }
  return listing;
}

}  // namespace hermes::fixture
