#ifndef HERMES_TESTS_ARTEFACT_PROGRAM_RUN_H_
#define HERMES_TESTS_ARTEFACT_PROGRAM_RUN_H_

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace hermes::testing_artefact {

using Strings = std::vector<std::string>;

// How a program is to be started.
struct ProgramStart {
  std::string program;    // a path
  Strings argv;           // argv[0] included
  Strings environment;    // the whole of it
  std::string directory;  // the working directory; empty: this one
  // Runs in the child just before the exec.
  std::function<void()> prepare = [] {};
};

struct ProgramEnd {
  pid_t pid = 0;
  int exit_code = -1;  // 128+n after signal n
  std::string out;
  std::string err;
};

// A started program, with stdin from /dev/null. Killed if it still runs when
// this goes.
class RunningProgram {
 public:
  explicit RunningProgram(const ProgramStart& start);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  pid_t pid() const { return pid_; }
  // What it has written so far.
  std::string out() const;
  std::string err() const;
  // Waits for its end. Fails the test, and kills it, after a minute.
  ProgramEnd WaitForEnd();

 private:
  std::string directory_;  // of the files with its output
  pid_t pid_ = -1;
  bool ended_ = false;
};

// Runs it to its end.
ProgramEnd RunToEnd(const ProgramStart& start);

// Asks again and again until it is so; false after a minute.
bool WaitUntil(const std::function<bool()>& is_so);

// The content of a file, also one of /proc; empty if there is none.
std::string Content(const std::string& path);

// The path of a file among the test's data, from the workspace's root.
std::string DataFile(const std::string& path);

// A new empty directory of this test.
std::string NewDirectory();

}  // namespace hermes::testing_artefact

#endif  // HERMES_TESTS_ARTEFACT_PROGRAM_RUN_H_
