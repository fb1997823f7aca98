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

// Runs it to its end with stdin from /dev/null. Fails the test, and kills the
// child, after a minute.
ProgramEnd RunToEnd(const ProgramStart& start);

// The path of a file among the test's data, from the workspace's root.
std::string DataFile(const std::string& path);

// A new empty directory of this test.
std::string NewDirectory();

}  // namespace hermes::testing_artefact

#endif  // HERMES_TESTS_ARTEFACT_PROGRAM_RUN_H_
