#ifndef HERMES_TESTS_PROCESS_PROCESSES_H_
#define HERMES_TESTS_PROCESS_PROCESSES_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/process/pid_namespace.h"

namespace hermes::fixture {

// Reads a whole file; empty if it cannot be read.
std::string ReadFile(const std::string& path);
// Overwrites or makes a file.
void WriteFile(const std::string& path, const std::string& content);
// The names in a directory, sorted, without "." and ".."; none if unreadable.
std::vector<std::string> Names(const std::string& directory);

// Views of a namespace's processes through its own /proc. Pids are those seen
// inside. A process that has ended reads as empty.
class Processes {
 public:
  explicit Processes(const PidNamespace& ns) : ns_(ns) {}

  std::string Comm(pid_t pid) const;
  std::vector<std::string> Arguments(pid_t pid) const;
  std::vector<std::string> Environment(pid_t pid) const;
  // A field of /proc/<pid>/status, trimmed: "Uid", "SigBlk", "State".
  std::string Status(pid_t pid, const std::string& field) const;
  // Field `n` of /proc/<pid>/stat, counted from 1 as in proc(5).
  long long Stat(pid_t pid, int n) const;
  bool Alive(pid_t pid) const;  // and no zombie
  // Living processes by what /proc says; zombies are left out.
  std::vector<pid_t> WithComm(const std::string& comm) const;
  std::vector<pid_t> WithArguments(
      const std::vector<std::string>& arguments) const;
  std::vector<pid_t> All() const;
  // Processes that have ended and were not waited for.
  std::vector<pid_t> Zombies() const;
  // One line a process, for failure messages.
  std::string Listing() const;

 private:
  std::string Read(pid_t pid, const std::string& file) const;

  const PidNamespace& ns_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_PROCESSES_H_
