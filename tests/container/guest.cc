// A program that tests run inside a container, mounted at /guest. Images
// without a shell contain no other program for that.
//
//   guest say TEXT      prints TEXT and a newline
//   guest exit CODE     exits with CODE
//   guest signal N      kills itself by signal N
//   guest wait          waits until a signal kills it
//   guest identity      prints "uid gid group group..."
//   guest variable NAME prints the value of a variable and a newline
//   guest touch FILE    creates an empty file
//   guest calls         makes harmless system calls that only attackers need,
//                       and prints the name of each that is not permitted
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

namespace {

int Identity() {
  gid_t groups[64];
  const int count = getgroups(64, groups);
  printf("%u %u", geteuid(), getegid());
  for (int i = 0; i < count; ++i) printf(" %u", groups[i]);
  printf("\n");
  return 0;
}

int EndBySignal(int signo) {
  signal(signo, SIG_DFL);
  raise(signo);
  return 1;
}

int Touch(const char* path) {
  return open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644) < 0 ? 1 : 0;
}

int Variable(const char* name) {
  const char* value = getenv(name);
  if (value == nullptr) return 1;
  puts(value);
  return 0;
}

struct Call {
  const char* name;
  long (*make)();
};

// A permitted call fails for a reason other than EPERM, or has no effect.
const Call kCalls[] = {
    {"unshare", [] { return syscall(SYS_unshare, 0); }},
    {"setns", [] { return syscall(SYS_setns, -1, 0); }},
    // Asks for a new user namespace, but with flags that are always invalid.
    {"clone", [] { return syscall(SYS_clone, 0x10000200, 0, 0, 0, 0); }},
    {"ptrace", [] { return syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0); }},
    {"process_vm_readv",
     [] { return syscall(SYS_process_vm_readv, getpid(), 0, 0, 0, 0, 0); }},
    {"io_uring_setup", [] { return syscall(SYS_io_uring_setup, 0, nullptr); }},
    {"keyctl", [] { return syscall(SYS_keyctl, 0, 0, 0); }},
    {"perf_event_open",
     [] { return syscall(SYS_perf_event_open, nullptr, 0, 0, -1, 0); }},
    {"packet socket",
     [] { return static_cast<long>(socket(AF_PACKET, SOCK_RAW, 0)); }},
    {"device", [] {
       return static_cast<long>(
           mknod("/dev/shm/null", S_IFCHR | 0600, makedev(1, 3)));
     }}};

int PrintCalls() {
  for (const Call& call : kCalls) {
    errno = 0;
    if (call.make() < 0 && errno == EPERM) puts(call.name);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const char* word = argc > 1 ? argv[1] : "";
  const char* value = argc > 2 ? argv[2] : "";
  if (strcmp(word, "say") == 0) return puts(value) < 0 ? 1 : 0;
  if (strcmp(word, "exit") == 0) return atoi(value);
  if (strcmp(word, "signal") == 0) return EndBySignal(atoi(value));
  if (strcmp(word, "wait") == 0) return pause();
  if (strcmp(word, "identity") == 0) return Identity();
  if (strcmp(word, "variable") == 0) return Variable(value);
  if (strcmp(word, "touch") == 0) return Touch(value);
  if (strcmp(word, "calls") == 0) return PrintCalls();
  return 64;
}
