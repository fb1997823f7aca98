#ifndef HERMES_TESTS_PROCESS_PROCESSES_H_
#define HERMES_TESTS_PROCESS_PROCESSES_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/process/pid_namespace.h"

namespace hermes::fixture {

// Returns the content of a file, or "" if it cannot be read.
std::string ReadFile(const std::string& path);
// Creates or overwrites a file.
void WriteFile(const std::string& path, const std::string& content);
// Returns the sorted names in a directory without "." and ".."; empty if the
// directory cannot be read.
std::vector<std::string> Names(const std::string& directory);

// Reads a namespace's processes through its own /proc. Pids are those of the
// namespace. Every field of a process that has ended is empty.
class Processes {
 public:
  explicit Processes(const PidNamespace& ns) : ns_(ns) {}

  std::string Comm(pid_t pid) const;
  std::vector<std::string> Arguments(pid_t pid) const;
  std::vector<std::string> Environment(pid_t pid) const;
  // Returns a trimmed field of /proc/<pid>/status, such as "Uid" or "State".
  std::string Status(pid_t pid, const std::string& field) const;
  // Returns field `n` of /proc/<pid>/stat, counted from 1 as in proc(5).
  long long Stat(pid_t pid, int n) const;
  bool Alive(pid_t pid) const;  // and not a zombie
  // Return the living processes that match. Zombies are left out.
  std::vector<pid_t> WithComm(const std::string& comm) const;
  std::vector<pid_t> WithArguments(
      const std::vector<std::string>& arguments) const;
  std::vector<pid_t> All() const;
  // Returns the processes that have ended and were not waited for.
  std::vector<pid_t> Zombies() const;
  // Returns one line per process, for failure messages.
  std::string Listing() const;

 private:
  std::string Read(pid_t pid, const std::string& file) const;

  const PidNamespace& ns_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_PROCESSES_H_
