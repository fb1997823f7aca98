#include "tests/artefact/program_run.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace hermes::testing_artefact {
namespace {

constexpr auto kDeadline = std::chrono::minutes(1);

std::vector<char*> Pointers(const Strings& strings) {
  std::vector<char*> pointers;
  for (const std::string& s : strings) {
    pointers.push_back(const_cast<char*>(s.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

void Redirect(const std::string& path, int flags, int to) {
  const int fd = open(path.c_str(), flags, 0600);
  if (fd < 0 || dup2(fd, to) < 0) _exit(121);
  close(fd);
}

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

int WaitForEnd(pid_t pid) {
  const auto deadline = std::chrono::steady_clock::now() + kDeadline;
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "pid " << pid << " did not end";
      kill(pid, SIGKILL);
      waitpid(pid, &status, 0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

// Output goes to files: a pipe could fill up, and its reader would have to wait
// for whoever else holds it.
ProgramEnd RunToEnd(const ProgramStart& start) {
  const std::string directory = NewDirectory();
  const std::vector<char*> argv = Pointers(start.argv);
  const std::vector<char*> envp = Pointers(start.environment);
  ProgramEnd end;
  end.pid = fork();
  if (end.pid == 0) {
    constexpr int kCreate = O_WRONLY | O_CREAT | O_TRUNC;
    Redirect("/dev/null", O_RDONLY, STDIN_FILENO);
    Redirect(directory + "/out", kCreate, STDOUT_FILENO);
    Redirect(directory + "/err", kCreate, STDERR_FILENO);
    if (!start.directory.empty() && chdir(start.directory.c_str()) != 0) {
      _exit(122);
    }
    start.prepare();
    execve(start.program.c_str(), argv.data(), envp.data());
    _exit(123);
  }
  EXPECT_GT(end.pid, 0);
  end.exit_code = WaitForEnd(end.pid);
  end.out = Content(directory + "/out");
  end.err = Content(directory + "/err");
  return end;
}

std::string DataFile(const std::string& path) {
  char absolute[PATH_MAX];
  if (realpath(path.c_str(), absolute) == nullptr) {
    ADD_FAILURE() << path << " is not among the test's data";
    return path;
  }
  return absolute;
}

std::string NewDirectory() {
  std::string directory = ::testing::TempDir() + "/artefact_XXXXXX";
  EXPECT_NE(mkdtemp(directory.data()), nullptr);
  return directory;
}

}  // namespace hermes::testing_artefact
