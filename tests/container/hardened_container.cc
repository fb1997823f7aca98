#include "tests/container/hardened_container.h"

#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/container/container_processes.h"
#include "tests/container/docker_container.h"
#include "tests/container/http_get.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

constexpr int kAtATime = 4;

int LinesWith(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// Docker's own init runs as the user that the container was started with.
bool IsOurs(const ContainerProcess& process) {
  return process.comm != "docker-init";
}

std::string NoCapabilities() { return std::string(16, '0'); }

// Returns how the process has more rights than its uid should have, or "".
std::string WrongWith(const ContainerProcess& process, const HardenedRun& run) {
  if (process.uid != run.uid) {
    return process.comm + " is of uid " + std::to_string(process.uid);
  }
  const std::string capabilities = StatusField(process.pid, "CapEff");
  if (!capabilities.empty() && capabilities != NoCapabilities()) {
    return process.comm + " has capabilities " + capabilities;
  }
  if (run.no_new_privileges && StatusField(process.pid, "NoNewPrivs") == "0") {
    return process.comm + " may get new privileges";
  }
  return "";
}

std::string ModeOf(const DockerContainer& container, const HardenedRun& run) {
  int gateways = 0;
  bool supervised = false;
  for (const ContainerProcess& process : container.Processes()) {
    if (!IsOurs(process)) continue;
    const std::string wrong = WrongWith(process, run);
    if (!wrong.empty()) return wrong;
    gateways += process.comm == "hermes" ? 1 : 0;
    supervised =
        supervised || process.arguments == "s6-supervise gateway-default";
  }
  if (gateways != 1) return std::to_string(gateways) + " gateways";
  // The slot of a gateway that opted out also has a supervisor.
  const bool breadcrumb =
      LinesWith(container.Logs().err, "now runs under s6 supervision") == 1;
  if (supervised != breadcrumb) return "the breadcrumb says otherwise";
  return supervised ? "supervised" : "foreground";
}

std::string EndOf(const DockerContainer& container) {
  const std::string code = container.Inspect("{{.State.ExitCode}}");
  const std::string err = container.Logs().err;
  if (LinesWith(err, "\n") == 1 && err.rfind("hermes-entry: ", 0) == 0) {
    return code;
  }
  return code + " and not one line of hermes-entry's: " + err;
}

}  // namespace

std::string OutcomeOf(const HardenedRun& run) {
  std::vector<std::string> options = Published();
  options.insert(options.end(), run.options.begin(), run.options.end());
  const DockerContainer container(options, {"gateway", "run"});
  const int port = container.Port();
  const pid_t main_pid = container.MainPid();
  bool answers = false;
  bool ended = false;
  WaitUntil([&] {
    answers = HttpGet(port, "/health").status == 200;
    // Ask the kernel, since asking the engine starts a process each time.
    ended = !answers && StatusField(main_pid, "State").empty() &&
            !container.Running();
    return answers || ended;
  });
  if (answers) return ModeOf(container, run);
  if (ended) return EndOf(container);
  return "neither answers nor ends: " + container.Logs().err;
}

std::map<std::string, std::string> OutcomesOf(
    const std::vector<HardenedRun>& runs) {
  std::map<std::string, std::string> outcomes;
  std::mutex mutex;
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < runs.size(); i = next++) {
      std::string outcome;
      try {
        outcome = OutcomeOf(runs[i]);
      } catch (const std::exception& failed) {
        outcome = failed.what();
      }
      const std::lock_guard<std::mutex> hold(mutex);
      outcomes[runs[i].name] = outcome;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kAtATime; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return outcomes;
}

}  // namespace hermes::fixture
