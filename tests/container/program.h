#ifndef HERMES_TESTS_CONTAINER_PROGRAM_H_
#define HERMES_TESTS_CONTAINER_PROGRAM_H_

#include <memory>
#include <string>
#include <vector>

#include "tests/process/child.h"

namespace hermes::fixture {

// Starts a program found on PATH with the test's environment. Its output is
// collected; with `terminal` >= 0 (a pty's slave) its descriptors 0 to 2 are
// that terminal, which controls it, instead.
std::unique_ptr<Child> StartProgram(const std::vector<std::string>& argv,
                                    int terminal = -1);

struct Output {
  int exit_code = -1;  // -1: it did not end in time
  std::string out;
  std::string err;
};

// Runs a program to its end.
Output RunProgram(const std::vector<std::string>& argv);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_PROGRAM_H_
