#include "tests/process/pid_namespace.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/process/child.h"

namespace hermes::fixture {
namespace {

// Exit code of a child that failed before it could execute its program.
constexpr int kNotStarted = 250;

// Ends a child that cannot continue. Prints the reason to its stderr, which the
// test shows.
[[noreturn]] void GiveUp(const std::string& what) {
  perror(("fixture: " + what).c_str());
  _exit(kNotStarted);
}

void Require(int result, const std::string& what) {
  if (result < 0) GiveUp(what);
}

// Calls fork(2) with additional flags. The C library's clone() would need a
// separate stack.
pid_t ForkWith(unsigned long flags) {
  return static_cast<pid_t>(
      syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

void MountTmpfs(const char* where, unsigned long flags, const char* options) {
  Require(mount("tmpfs", where, "tmpfs", flags, options),
          std::string("mounting ") + where);
}

void MountFile(const Mounted& file) {
  for (size_t i = file.inside.find('/', 1); i != std::string::npos;
       i = file.inside.find('/', i + 1)) {
    mkdir(file.inside.substr(0, i).c_str(), 0755);
  }
  const int fd =
      open(file.inside.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
  Require(fd, file.inside);
  close(fd);
  Require(
      mount(file.host.c_str(), file.inside.c_str(), nullptr, MS_BIND, nullptr),
      file.host);
}

// Protects the host's /etc, to which a boot writes.
void MountReadOnly(const char* where) {
  Require(mount(where, where, nullptr, MS_BIND, nullptr), where);
  Require(
      mount(nullptr, where, nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr),
      where);
}

void MakeContainer(const std::vector<Mounted>& mounts) {
  umask(022);
  Require(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "/");
  Require(mount("proc", "/proc", "proc", MS_NOSUID | MS_NOEXEC, nullptr),
          "/proc");
  MountReadOnly("/etc");
  MountTmpfs("/mnt", 0, "mode=755");
  for (const Mounted& file : mounts) MountFile(file);
  const unsigned long noexec = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  MountTmpfs("/run", noexec, "mode=1777");
  MountTmpfs("/dev/shm", noexec, "mode=1777");
  MountTmpfs("/tmp", MS_NOSUID | MS_NODEV, "mode=1777");
}

void ConnectInput(const Command& command) {
  if (command.terminal < 0) {
    Require(dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0), "/dev/null");
    return;
  }
  Require(setsid(), "setsid");
  Require(ioctl(command.terminal, TIOCSCTTY, 0), "TIOCSCTTY");
  for (const int fd : {0, 1, 2}) Require(dup2(command.terminal, fd), "dup2");
}

void SetSignals(const Command& command) {
  // Ask the kernel directly: the C library refuses two signals that it
  // reserves, and the parent of this test may have left them ignored.
  constexpr unsigned long kDefault[4] = {};
  for (int signo = 1; signo < NSIG; ++signo) {
    syscall(SYS_rt_sigaction, signo, kDefault, nullptr, NSIG / 8);
  }
  for (const int signo : command.ignored) signal(signo, SIG_IGN);
  sigset_t mask;
  sigemptyset(&mask);
  for (const int signo : command.blocked) sigaddset(&mask, signo);
  Require(sigprocmask(SIG_SETMASK, &mask, nullptr), "sigprocmask");
}

void TakeUid(uid_t uid) {
  if (uid == 0) return;
  Require(setgroups(0, nullptr), "setgroups");
  Require(setresgid(uid, uid, uid), "setresgid");
  Require(setresuid(uid, uid, uid), "setresuid");
}

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& s : strings) {
    pointers.push_back(const_cast<char*>(s.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Keeps the test's own descriptors away from the program.
void CloseAllButStandard() { syscall(SYS_close_range, 3U, ~0U, 0U); }

[[noreturn]] void Execute(const Command& command) {
  umask(command.umask);
  Require(chdir("/"), "/");
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);  // some tests die of SIGSEGV on purpose
  ConnectInput(command);
  TakeUid(command.uid);
  SetSignals(command);
  CloseAllButStandard();
  execve(command.argv[0].c_str(), Pointers(command.argv).data(),
         Pointers(command.environment).data());
  GiveUp(command.argv[0]);
}

// The pipes for a child's stdout and stderr.
struct OutputPipes {
  int out[2] = {-1, -1};
  int err[2] = {-1, -1};

  OutputPipes() {
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
      throw std::runtime_error("pipe2");
    }
  }
  void UseInChild() const {
    dup2(out[1], 1);
    dup2(err[1], 2);
  }
  void CloseWriters() const {
    close(out[1]);
    close(err[1]);
  }
};

int OpenOrThrow(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) throw std::runtime_error("cannot open " + path);
  return fd;
}

// Lets the test finish its setup between the fork and the exec of a child.
struct Handshake {
  int pair[2];  // {the test's end, the child's end}

  Handshake() {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
      throw std::runtime_error("socketpair");
    }
  }
  ~Handshake() { close(pair[0]); }
  void ChildIsMadeAndMayGo() const {
    char byte = 0;
    if (write(pair[1], &byte, 1) != 1 || read(pair[1], &byte, 1) != 1) {
      GiveUp("handshake");
    }
  }
  // Returns true once the child exists, false if it ended before.
  bool Made() const {
    close(pair[1]);
    char byte = 0;
    return read(pair[0], &byte, 1) == 1;
  }
  // Lets the child continue, and blocks until its exec has closed its end.
  void GoOn() const {
    char byte = 0;
    if (write(pair[0], &byte, 1) != 1) return;
    while (read(pair[0], &byte, 1) < 0 && errno == EINTR) {
    }
  }
};

}  // namespace

PidNamespace::PidNamespace(const Command& init,
                           const std::vector<Mounted>& mounts,
                           const std::function<void()>& prepare) {
  if (geteuid() != 0) throw std::runtime_error("a PID namespace needs root");
  const OutputPipes pipes;
  const Handshake handshake;
  const pid_t pid = ForkWith(CLONE_NEWPID | CLONE_NEWNS);
  if (pid < 0) throw std::runtime_error("clone");
  if (pid == 0) {
    pipes.UseInChild();
    MakeContainer(mounts);
    if (prepare) prepare();
    handshake.ChildIsMadeAndMayGo();
    Execute(init);
  }
  pipes.CloseWriters();
  init_ = std::make_unique<Child>(pid, pipes.out[0], pipes.err[0]);
  if (!handshake.Made()) {
    init_->Wait();
    throw std::runtime_error("no namespace: " + init_->err());
  }
  // Open before the exec, since PID 1 may end immediately after it.
  OpenNamespaces(pid);
  handshake.GoOn();
}

void PidNamespace::OpenNamespaces(pid_t pid) {
  const std::string proc = "/proc/" + std::to_string(pid);
  root_fd_ = OpenOrThrow(proc + "/root", O_PATH | O_DIRECTORY);
  mount_namespace_fd_ = OpenOrThrow(proc + "/ns/mnt", O_RDONLY);
  pid_namespace_fd_ = OpenOrThrow(proc + "/ns/pid", O_RDONLY);
}

PidNamespace::~PidNamespace() {
  init_->End();
  for (const int fd : {root_fd_, mount_namespace_fd_, pid_namespace_fd_}) {
    if (fd >= 0) close(fd);
  }
}

std::string PidNamespace::Path(std::string_view path) const {
  return "/proc/self/fd/" + std::to_string(root_fd_) + std::string(path);
}

pid_t PidNamespace::InnerPid(const Child& child) {
  std::ifstream status("/proc/" + std::to_string(child.pid()) + "/status");
  for (std::string line; std::getline(status, line);) {
    // "NSpid: <outer> ... <innermost>"
    if (line.rfind("NSpid:", 0) != 0) continue;
    return atoi(line.substr(line.rfind('\t') + 1).c_str());
  }
  return -1;
}

std::vector<pid_t> PidNamespace::Pids() const {
  std::vector<pid_t> pids;
  DIR* proc = opendir(Path("/proc").c_str());
  if (proc == nullptr) return pids;
  while (const dirent* entry = readdir(proc)) {
    const pid_t pid = atoi(entry->d_name);
    if (pid > 0) pids.push_back(pid);
  }
  closedir(proc);
  return pids;
}

std::unique_ptr<Child> PidNamespace::Start(const Command& command) const {
  OutputPipes pipes;
  int announce[2];
  if (pipe2(announce, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  // setns(2) does not move a process into another PID namespace, only its later
  // children. CLONE_PARENT makes such a child the test's own, so that the test
  // can wait for it.
  const pid_t joiner = fork();
  if (joiner == 0) {
    pipes.UseInChild();
    Require(setns(pid_namespace_fd_, CLONE_NEWPID), "joining the namespace");
    Require(setns(mount_namespace_fd_, CLONE_NEWNS), "joining its mounts");
    const pid_t pid = ForkWith(CLONE_PARENT);
    if (pid == 0) Execute(command);
    if (write(announce[1], &pid, sizeof pid) < 0) GiveUp("announcing");
    _exit(0);
  }
  pipes.CloseWriters();
  close(announce[1]);
  pid_t pid = -1;
  const bool announced = read(announce[0], &pid, sizeof pid) == sizeof pid;
  close(announce[0]);
  waitpid(joiner, nullptr, 0);
  if (!announced || pid < 0) {
    throw std::runtime_error("the namespace has ended");
  }
  return std::make_unique<Child>(pid, pipes.out[0], pipes.err[0]);
}

int PidNamespace::Call(const std::function<int()>& action) const {
  const pid_t joiner = fork();
  if (joiner == 0) {
    Require(setns(pid_namespace_fd_, CLONE_NEWPID), "joining the namespace");
    Require(setns(mount_namespace_fd_, CLONE_NEWNS), "joining its mounts");
    const pid_t pid = fork();
    if (pid == 0) _exit(action());
    int status = 0;
    waitpid(pid, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : kNotStarted);
  }
  int status = 0;
  waitpid(joiner, &status, 0);
  return WEXITSTATUS(status);
}

void PidNamespace::Signal(pid_t pid, int signo) const {
  Call([pid, signo] { return kill(pid, signo); });
}

}  // namespace hermes::fixture
