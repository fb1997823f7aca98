#ifndef HERMES_TESTS_CONTAINER_PROGRAM_H_
#define HERMES_TESTS_CONTAINER_PROGRAM_H_

#include <memory>
#include <string>
#include <vector>

#include "tests/process/child.h"

namespace hermes::fixture {

// Starts a program, found on PATH, with the test's environment, and collects
// its output. If `terminal` is not -1 but the slave of a pty, that becomes its
// controlling terminal and its descriptors 0 to 2 instead.
std::unique_ptr<Child> StartProgram(const std::vector<std::string>& argv,
                                    int terminal = -1);

struct Output {
  int exit_code = -1;  // -1 if it did not end in time
  std::string out;
  std::string err;
};

// Runs a program and waits until it has ended.
Output RunProgram(const std::vector<std::string>& argv);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_PROGRAM_H_
