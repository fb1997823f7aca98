// Prints how it was started: pid, arguments and environment, each as a line
// "name:[value]", then the signal lines of its /proc status. Exits with
// SHOW_EXIT.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

int main(int argc, char** argv) {
  std::printf("pid:[%d]\n", static_cast<int>(getpid()));
  for (int i = 0; i < argc; ++i) std::printf("arg:[%s]\n", argv[i]);
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::printf("env:[%s]\n", *entry);
  }
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("Sig", 0) == 0) std::printf("%s\n", line.c_str());
  }
  const char* code = std::getenv("SHOW_EXIT");
  return code == nullptr ? 0 : std::atoi(code);
}
