#ifndef HERMES_TESTS_ARTEFACT_PROGRAM_RUN_H_
#define HERMES_TESTS_ARTEFACT_PROGRAM_RUN_H_

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace hermes::testing_artefact {

using Strings = std::vector<std::string>;

// How a program is started.
struct ProgramStart {
  std::string program;    // path of the program
  Strings argv;           // including argv[0]
  Strings environment;    // the complete environment
  std::string directory;  // working directory; the test's own if empty
  // Runs in the child just before the exec.
  std::function<void()> prepare = [] {};
};

struct ProgramEnd {
  pid_t pid = 0;
  int exit_code = -1;  // 128+n if signal n killed it
  std::string out;
  std::string err;
};

// A started program with stdin from /dev/null. The destructor kills it if it
// still runs.
class RunningProgram {
 public:
  explicit RunningProgram(const ProgramStart& start);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  pid_t pid() const { return pid_; }
  // Return what it has written so far.
  std::string out() const;
  std::string err() const;
  // Waits until it exits. After a minute fails the test; the destructor then
  // kills the program.
  ProgramEnd WaitForEnd();

 private:
  std::string directory_;  // contains the files with its output
  pid_t pid_ = -1;
  bool ended_ = false;
};

// Runs a program and waits until it exits.
ProgramEnd RunToEnd(const ProgramStart& start);

// Evaluates `is_so` until it is true. Returns false after a minute.
bool WaitUntil(const std::function<bool()>& is_so);

// Returns the content of a file, which may be in /proc; empty if there is none.
std::string Content(const std::string& path);

// Returns the path of a file among the test's data; `path` starts at the root
// of the workspace.
std::string DataFile(const std::string& path);

// Creates an empty directory for this test and returns its path.
std::string NewDirectory();

}  // namespace hermes::testing_artefact

#endif  // HERMES_TESTS_ARTEFACT_PROGRAM_RUN_H_
