#include "tests/hostile/faults/faulty_tree.h"

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

constexpr std::chrono::seconds kBound{60};
constexpr char kExitFile[] = "/mnt/record/exit";
// The last program is static and needs no resource that a fault may withhold.
constexpr char kForeignPid1[] =
    R"("$@"; echo $? >/mnt/record/exit
       GATEWAY_EXIT= GATEWAY_RECORD=/proc exec /mnt/last/pause)";

}  // namespace

FaultyTree::FaultyTree(Parent parent, const std::vector<std::string>& variables,
                       const std::function<void()>& prepare, int descriptors)
    : parent_(parent) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = {"HERMES_ENTRY_STOP_TIMEOUT=5",
                       "HERMES_GATEWAY_SUPERVISE=always"};
  options.variables.insert(options.variables.end(), variables.begin(),
                           variables.end());
  options.prepare = prepare;
  if (parent == Parent::kForeign) {
    options.files = {{TestProgram("scripted_gateway"), "/mnt/last/pause"}};
    options.wrapper = {"/bin/sh", "-c", kForeignPid1, "sh"};
  }
  if (descriptors > 0) {
    const std::vector<std::string> limited = {"/bin/sh", "-c",
                                              R"(ulimit -n "$0" && exec "$@")",
                                              std::to_string(descriptors)};
    options.wrapper.insert(options.wrapper.end(), limited.begin(),
                           limited.end());
  }
  container_ = std::make_unique<Container>(options);
}

bool FaultyTree::IsUp() {
  gateway_ = container_->WaitForGateway().pid;
  return gateway_ != -1 && WaitUntil([this] {
           return container_->SlotStatus("gateway-default", "up") == "true";
         });
}

pid_t FaultyTree::EntryPid() const {
  if (parent_ == Parent::kNone) return 1;
  // hermes-entry is the shell's only child: it adopts the orphans of the tree.
  const Processes processes = container_->processes();
  for (const pid_t pid : processes.All()) {
    if (processes.Stat(pid, 4) == 1) return pid;
  }
  return -1;
}

void FaultyTree::Stop() { container_->ns().Signal(EntryPid(), SIGTERM); }

int FaultyTree::Wait() {
  Child& init = container_->init();
  if (parent_ == Parent::kNone) {
    return WaitUntil([&] { return !init.Running(); }, kBound) ? init.Wait()
                                                              : -1;
  }
  std::string code;
  WaitUntil(
      [&] {
        code = ReadFile(container_->ns().Path(kExitFile));
        return !code.empty();
      },
      kBound);
  return code.empty() ? -1 : atoi(code.c_str());
}

bool FaultyTree::IsEmpty() {
  // When PID 1 exits, the kernel kills all other processes.
  if (parent_ == Parent::kNone) return !container_->init().Running();
  return container_->processes().All() == std::vector<pid_t>{1};
}

}  // namespace hermes::fixture
