// A gateway that a test controls, for each of its lives, through files in the
// directory $GATEWAY_ORDERS:
//   exit      contains the exit code; exits with it at once
//   orphan    leaves a child that ignores TERM; writes its pid to `orphan.pid`
//   stop-exit contains the exit code after TERM
//   flood     contains the number of megabytes to print; then creates `flooded`
//   notify    reports readiness through HERMES_NOTIFY_FD
// Otherwise it runs until TERM and then exits with 1, like a gateway that has
// got a TERM without a planned stop. It prints one line to stdout and one to
// stderr. In each life it writes `<pid>.argv` and `<pid>.environ` (as in
// /proc),
// `<pid>.limits` ("<umask in octal> <soft limit of files>"), and then a line
// with its pid to `lives`.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string orders;

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool Ordered(const char* name) {
  return access((orders + "/" + name).c_str(), F_OK) == 0;
}

void Leave(const std::string& name, const std::string& content) {
  std::ofstream(orders + "/" + name, std::ios::binary) << content;
}

void RecordLife() {
  const std::string pid = std::to_string(getpid());
  Leave(pid + ".argv", Slurp("/proc/self/cmdline"));
  Leave(pid + ".environ", Slurp("/proc/self/environ"));
  const mode_t mask = umask(0);
  umask(mask);
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  char text[64];
  snprintf(text, sizeof text, "%03o %llu", static_cast<unsigned>(mask),
           static_cast<unsigned long long>(limit.rlim_cur));
  Leave(pid + ".limits", text);
  std::ofstream(orders + "/lives", std::ios::app) << pid << "\n";
}

void LeaveOrphan() {
  const pid_t pid = fork();
  if (pid != 0) {
    Leave("orphan.pid", std::to_string(pid));
    return;
  }
  signal(SIGTERM, SIG_IGN);
  while (true) pause();
}

void Flood() {
  const std::string line = std::string(99, 'x') + "\n";
  const long bytes = atol(Slurp(orders + "/flood").c_str()) * 1000000;
  for (long sent = 0; sent < bytes; sent += 100) {
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0) exit(98);
  }
  Leave("flooded", "");
}

void TellReadiness() {
  const char* fd = getenv("HERMES_NOTIFY_FD");
  if (fd == nullptr) return;
  if (write(atoi(fd), "\n", 1) != 1) perror("readiness");
}

}  // namespace

int main() {
  const char* directory = getenv("GATEWAY_ORDERS");
  if (directory == nullptr) return 99;
  orders = directory;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigprocmask(SIG_BLOCK, &stop, nullptr);
  printf("a line on stdout\n");
  fflush(stdout);
  fprintf(stderr, "a line on stderr\n");
  if (Ordered("orphan")) LeaveOrphan();
  RecordLife();
  if (Ordered("flood")) Flood();
  if (Ordered("exit")) return atoi(Slurp(orders + "/exit").c_str());
  if (Ordered("notify")) TellReadiness();
  int signo = 0;
  sigwait(&stop, &signo);
  if (Ordered("stop-exit")) return atoi(Slurp(orders + "/stop-exit").c_str());
  return 1;
}
