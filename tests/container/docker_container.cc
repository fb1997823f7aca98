#include "tests/container/docker_container.h"

#include <stdlib.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/container/http_get.h"
#include "tests/container/program.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

std::vector<std::string> Joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::string WithoutLastNewline(std::string text) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() &&
         text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

Output Docker(const std::vector<std::string>& arguments) {
  return RunProgram(Joined({"docker"}, arguments));
}

std::string TestImage() {
  const char* image = getenv("HERMES_TEST_IMAGE");
  if (image == nullptr) {
    throw std::runtime_error("HERMES_TEST_IMAGE names no image to test");
  }
  return image;
}

std::string TestLabel() {
  return "hermes-entry-test=" + std::to_string(getpid());
}

DockerContainer::DockerContainer(const std::vector<std::string>& options,
                                 const std::vector<std::string>& arguments) {
  const Output run = Docker(
      Joined(Joined(Joined({"run", "-d", "--label", TestLabel()}, options),
                    {TestImage()}),
             arguments));
  if (run.exit_code != 0) throw std::runtime_error("docker run: " + run.err);
  id_ = WithoutLastNewline(run.out);
}

DockerContainer::~DockerContainer() { Docker({"rm", "-f", "-v", id_}); }

Output DockerContainer::Logs() const { return Docker({"logs", id_}); }

bool DockerContainer::WaitForLog(const std::string& text) const {
  return WaitUntil([&] {
    const Output logs = Logs();
    return (logs.out + logs.err).find(text) != std::string::npos;
  });
}

int DockerContainer::Wait() const {
  const Output wait = Docker({"wait", id_});
  return wait.exit_code == 0 ? atoi(wait.out.c_str()) : -1;
}

Output DockerContainer::Stop(int timeout_secs) const {
  return Docker({"stop", "-t", std::to_string(timeout_secs), id_});
}

Output DockerContainer::Signal(const std::string& name) const {
  return Docker({"kill", "-s", name, id_});
}

Output DockerContainer::Exec(const std::vector<std::string>& arguments) const {
  return Docker(Joined({"exec", id_}, arguments));
}

Output DockerContainer::ExecAs(
    const std::string& user, const std::vector<std::string>& arguments) const {
  return Docker(Joined({"exec", "-u", user, id_}, arguments));
}

std::string DockerContainer::Inspect(const std::string& format) const {
  return WithoutLastNewline(Docker({"inspect", "-f", format, id_}).out);
}

int DockerContainer::Port() const {
  // "127.0.0.1:49153"
  const std::string published = Docker({"port", id_, "8642/tcp"}).out;
  const size_t colon = published.find(':');
  return colon == std::string::npos ? -1 : atoi(published.c_str() + colon + 1);
}

bool DockerContainer::WaitForHealth() const {
  return WaitUntil([this] { return HttpGet(Port(), "/health").status == 200; });
}

std::vector<ContainerProcess> DockerContainer::Top() const {
  std::istringstream lines(
      Docker({"top", id_, "-eo", "pid,uid,comm,args"}).out);
  std::string line;
  std::getline(lines, line);  // the header
  std::vector<ContainerProcess> processes;
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    ContainerProcess process;
    fields >> process.pid >> process.uid >> process.comm;
    std::getline(fields >> std::ws, process.arguments);
    processes.push_back(process);
  }
  return processes;
}

std::vector<ContainerProcess> DockerContainer::WithArguments(
    const std::string& end) const {
  std::vector<ContainerProcess> found;
  for (const ContainerProcess& process : Top()) {
    if (EndsWith(process.arguments, end)) found.push_back(process);
  }
  return found;
}

ContainerProcess DockerContainer::WaitForGateway(pid_t other_than) const {
  ContainerProcess gateway;
  WaitUntil([&] {
    const auto found = WithArguments("gateway run --replace");
    if (found.size() != 1 || found[0].pid == other_than) return false;
    gateway = found[0];
    return true;
  });
  return gateway;
}

std::string DockerContainer::SlotStatus(const std::string& fields) const {
  return WithoutLastNewline(
      Exec({"/command/s6-svstat", "-o", fields, "/run/service/gateway-default"})
          .out);
}

std::vector<std::string> Published() {
  return {"-p", "127.0.0.1::8642", "-e", "API_SERVER_HOST=0.0.0.0"};
}

Output RunContainer(const std::vector<std::string>& options,
                    const std::vector<std::string>& arguments) {
  return Docker(
      Joined(Joined(Joined({"run", "--rm", "--label", TestLabel()}, options),
                    {TestImage()}),
             arguments));
}

}  // namespace hermes::fixture
