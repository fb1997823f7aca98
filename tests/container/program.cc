#include "tests/container/program.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/process/child.h"

namespace hermes::fixture {
namespace {

// A docker command may have to wait for a busy engine.
constexpr std::chrono::minutes kEnginePatience{3};

void UseTerminal(int terminal) {
  setsid();
  ioctl(terminal, TIOCSCTTY, 0);
  for (const int fd : {0, 1, 2}) dup2(terminal, fd);
}

void UsePipes(int out, int err) {
  dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
  dup2(out, 1);
  dup2(err, 2);
}

[[noreturn]] void Execute(const std::vector<std::string>& argv) {
  std::vector<char*> pointers;
  for (const std::string& argument : argv) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  execvp(pointers[0], pointers.data());
  perror(pointers[0]);
  _exit(127);
}

}  // namespace

std::unique_ptr<Child> StartProgram(const std::vector<std::string>& argv,
                                    int terminal) {
  int out[2];
  int err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe2");
  }
  const pid_t pid = fork();
  if (pid == 0) {
    if (terminal >= 0) {
      UseTerminal(terminal);
    } else {
      UsePipes(out[1], err[1]);
    }
    Execute(argv);
  }
  close(out[1]);
  close(err[1]);
  if (pid < 0) throw std::runtime_error("fork");
  return std::make_unique<Child>(pid, out[0], err[0]);
}

Output RunProgram(const std::vector<std::string>& argv) {
  const std::unique_ptr<Child> child = StartProgram(argv);
  Output output;
  output.exit_code = child->Wait(kEnginePatience);
  output.out = child->out();
  output.err = child->err();
  return output;
}

}  // namespace hermes::fixture
