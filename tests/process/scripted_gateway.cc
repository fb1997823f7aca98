// Plays the gateway in tests that control its behaviour: variables of its
// environment determine what it does. It is statically linked, so that it can
// be mounted anywhere.
//
// GATEWAY_RECORD      directory: a file named by the pid holds argv, each
//                     argument ended by NUL; `signals` has one number per line
// GATEWAY_EXIT        exit with this code immediately
// GATEWAY_RAISE       die of this signal immediately
// GATEWAY_ONLY        the profile that GATEWAY_EXIT applies to; default: all
// GATEWAY_STOP_MS     how long a stop takes after TERM or INT; default 0
// GATEWAY_STOP_EXIT   exit code of that stop; default 0
// GATEWAY_IGNORE_TERM if set, TERM is recorded and otherwise ignored
// GATEWAY_PRINT       a line for stdout, and "<line> on stderr" for stderr
// GATEWAY_ORPHAN      if set, leaves a child process that only KILL ends
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <string>

namespace {

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? "" : value;
}

int Number(const char* name) { return atoi(Variable(name).c_str()); }

void WriteFile(const std::string& path, int flags, const std::string& text) {
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
  if (fd < 0) return;
  if (write(fd, text.data(), text.size()) < 0) perror(path.c_str());
  close(fd);
}

// Writes to a temporary name and renames, so that a reader never sees a partial
// record.
void RecordArguments(const std::string& directory, int argc, char** argv) {
  std::string arguments;
  for (int i = 0; i < argc; ++i) arguments.append(argv[i]).push_back('\0');
  const std::string name = directory + "/" + std::to_string(getpid());
  WriteFile(name + ".new", O_TRUNC, arguments);
  rename((name + ".new").c_str(), name.c_str());
}

void RecordSignal(const std::string& directory, int signo) {
  WriteFile(directory + "/signals", O_APPEND, std::to_string(signo) + "\n");
}

void SleepMilliseconds(int milliseconds) {
  timespec left = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
  while (nanosleep(&left, &left) != 0) {
  }
}

void LeaveOrphan() {
  if (fork() != 0) return;
  setsid();
  for (;;) pause();  // TERM is still blocked, as in the parent
}

bool ExitsAtOnce(int argc, char** argv) {
  if (Variable("GATEWAY_EXIT").empty()) return false;
  const std::string only = Variable("GATEWAY_ONLY");
  return only.empty() ||
         (argc > 2 && argv[1] == std::string("-p") && argv[2] == only);
}

bool IsStop(int signo) { return signo == SIGTERM || signo == SIGINT; }

int ServeUntilStopped(const std::string& directory, const sigset_t& waited) {
  const bool ignore_term = !Variable("GATEWAY_IGNORE_TERM").empty();
  for (;;) {
    int signo = 0;
    if (sigwait(&waited, &signo) != 0) continue;
    RecordSignal(directory, signo);
    if (signo == SIGCHLD) {
      while (waitpid(-1, nullptr, WNOHANG) > 0) {
      }
    }
    if (!IsStop(signo) || (ignore_term && signo == SIGTERM)) continue;
    SleepMilliseconds(Number("GATEWAY_STOP_MS"));
    return Number("GATEWAY_STOP_EXIT");
  }
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t waited;
  sigemptyset(&waited);
  for (const int signo : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2,
                          SIGWINCH, SIGCHLD}) {
    sigaddset(&waited, signo);
  }
  const std::string directory = Variable("GATEWAY_RECORD");
  const std::string line = Variable("GATEWAY_PRINT");
  if (!line.empty()) {
    printf("%s\n", line.c_str());
    fflush(stdout);
    fprintf(stderr, "%s on stderr\n", line.c_str());
  }
  if (Variable("GATEWAY_RAISE").empty()) {
    sigprocmask(SIG_BLOCK, &waited, nullptr);
  }
  if (!Variable("GATEWAY_ORPHAN").empty()) LeaveOrphan();
  RecordArguments(directory, argc, argv);
  if (!Variable("GATEWAY_RAISE").empty()) raise(Number("GATEWAY_RAISE"));
  if (ExitsAtOnce(argc, argv)) return Number("GATEWAY_EXIT");
  return ServeUntilStopped(directory, waited);
}
