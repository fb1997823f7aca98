// What the tests run inside of a container, mounted at /guest: images without a
// shell have nothing else that could be run.
//
//   guest say TEXT      prints TEXT and a newline
//   guest exit CODE     ends with CODE
//   guest signal N      ends by signal N
//   guest wait          waits until it is ended
//   guest identity      prints "uid gid group group..."
//   guest variable NAME prints the value of a variable and a newline
//   guest touch FILE    makes an empty file
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
  return 64;
}
