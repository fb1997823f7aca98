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

[[noreturn]] void BecomeProgram(const ProgramStart& start,
                                const std::string& directory) {
  constexpr int kCreate = O_WRONLY | O_CREAT | O_TRUNC;
  const std::vector<char*> argv = Pointers(start.argv);
  const std::vector<char*> envp = Pointers(start.environment);
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

}  // namespace

// Output goes to files: a pipe could fill up, and its reader would have to wait
// for every process that holds it.
RunningProgram::RunningProgram(const ProgramStart& start)
    : directory_(NewDirectory()), pid_(fork()) {
  if (pid_ == 0) BecomeProgram(start, directory_);
  EXPECT_GT(pid_, 0);
}

RunningProgram::~RunningProgram() {
  if (ended_ || pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::string RunningProgram::out() const { return Content(directory_ + "/out"); }
std::string RunningProgram::err() const { return Content(directory_ + "/err"); }

ProgramEnd RunningProgram::WaitForEnd() {
  int status = 0;
  ended_ = WaitUntil([&] { return waitpid(pid_, &status, WNOHANG) != 0; });
  if (!ended_) {
    ADD_FAILURE() << "pid " << pid_ << " did not end";
    return {pid_, -1, out(), err()};
  }
  const int exit_code =
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return {pid_, exit_code, out(), err()};
}

ProgramEnd RunToEnd(const ProgramStart& start) {
  return RunningProgram(start).WaitForEnd();
}

bool WaitUntil(const std::function<bool()>& is_so) {
  const auto deadline = std::chrono::steady_clock::now() + kDeadline;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
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
