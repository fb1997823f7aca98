// spawn_timer ROUNDS COMMAND... [, COMMAND...]...
//
// Times commands from their start to their end. Each round runs every command
// once, so that a disturbance of the machine affects all of them. Prints one
// line per command: the median in microseconds. Exits with 1 if a command
// fails.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Timed {
  std::vector<char*> argv;  // terminated by a null pointer
  std::vector<double> microseconds;
};

std::vector<Timed> ParseCommands(char** words) {
  std::vector<Timed> commands(1);
  for (; *words != nullptr; ++words) {
    if (std::string_view(*words) == ",") {
      commands.emplace_back();
    } else {
      commands.back().argv.push_back(*words);
    }
  }
  for (Timed& command : commands) command.argv.push_back(nullptr);
  return commands;
}

// Returns actions that redirect stdin and output to /dev/null.
posix_spawn_file_actions_t Silence() {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
  }
  return actions;
}

bool RunOnce(const posix_spawn_file_actions_t& actions, Timed* command) {
  const auto begin = Clock::now();
  pid_t pid = -1;
  if (posix_spawn(&pid, command->argv[0], &actions, nullptr,
                  command->argv.data(), environ) != 0) {
    return false;
  }
  int status = 0;
  waitpid(pid, &status, 0);
  const std::chrono::duration<double, std::micro> took = Clock::now() - begin;
  command->microseconds.push_back(took.count());
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

double Median(std::vector<double> values) {
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 64;
  std::vector<Timed> commands = ParseCommands(argv + 2);
  const posix_spawn_file_actions_t actions = Silence();
  const int rounds = atoi(argv[1]);
  for (int round = 0; round < rounds; ++round) {
    for (Timed& command : commands) {
      if (RunOnce(actions, &command)) continue;
      fprintf(stderr, "spawn_timer: failed: %s\n", command.argv[0]);
      return 1;
    }
  }
  for (const Timed& command : commands) {
    printf("%.1f\n", Median(command.microseconds));
  }
}
