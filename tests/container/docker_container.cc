#include "tests/container/docker_container.h"

#include <stdlib.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/container/container_processes.h"
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

std::string Variable(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? "" : value;
}

// Returns docker's options for the seccomp profile under which the image is
// tested; none if it is tested under Docker's own.
std::vector<std::string> Confinement() {
  const std::string profile = Variable("SECCOMP_PROFILE");
  if (profile.empty()) return {};
  return {"--security-opt", "seccomp=" + profile};
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
  const std::string image = Variable("HERMES_TEST_IMAGE");
  if (!image.empty()) return image;
  const std::string repository = Variable("HERMES_TEST_REPOSITORY");
  const std::string flavour = Variable("HERMES_TEST_FLAVOUR");
  if (repository.empty() || flavour.empty()) {
    throw std::runtime_error(
        "HERMES_TEST_REPOSITORY and HERMES_TEST_FLAVOUR name no image to test");
  }
  return repository + ":" + flavour;
}

std::string TestLabel() {
  return "hermes-entry-test=" + std::to_string(getpid());
}

DockerContainer::DockerContainer(const std::vector<std::string>& options,
                                 const std::vector<std::string>& arguments) {
  const Output run = Docker(Joined(
      Joined(
          Joined(Joined({"run", "-d", "--label", TestLabel()}, Confinement()),
                 options),
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
  int port = -1;  // stays the same until the container is started again
  return WaitUntil([&] {
    if (port < 0) port = Port();
    return HttpGet(port, "/health").status == 200;
  });
}

pid_t DockerContainer::MainPid() const {
  return atoi(Inspect("{{.State.Pid}}").c_str());
}

std::string DockerContainer::HostPath(const std::string& path) const {
  return "/proc/" + std::to_string(MainPid()) + "/root" + path;
}

std::string DockerContainer::ReadFile(const std::string& path) const {
  return ReadHostFile(HostPath(path));
}

std::vector<ContainerProcess> DockerContainer::Processes() const {
  return ProcessesBeside(MainPid());
}

std::vector<ContainerProcess> DockerContainer::WithArguments(
    const std::string& end) const {
  std::vector<ContainerProcess> found;
  for (const ContainerProcess& process : Processes()) {
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
