#include "tests/process/verbs.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

void MakeOwned(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    throw std::runtime_error("mkdir " + path);
  }
  if (chown(path.c_str(), kHermesUid, kHermesUid) != 0) {
    throw std::runtime_error("chown " + path);
  }
}

void MakeProfileIn(const std::string& root, const std::string& name) {
  MakeOwned(root + "/profiles");
  MakeOwned(root + "/profiles/" + name);
}

ContainerOptions Options(std::vector<std::string> variables,
                         std::vector<std::string> profiles) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = std::move(variables);
  options.prepare = [profiles = std::move(profiles)] {
    for (const std::string& name : profiles) MakeProfileIn(kHome, name);
  };
  return options;
}

std::string ProfileOf(const GatewayStart& start) {
  const auto& arguments = start.arguments;
  return arguments.size() > 1 && arguments[0] == "-p" ? arguments[1]
                                                      : "default";
}

}  // namespace

Said Hermes(Container* container, const std::vector<std::string>& arguments,
            uid_t uid, const std::vector<std::string>& variables) {
  const std::unique_ptr<Child> child =
      container->Start(arguments, variables, uid, kHermes);
  Said said;
  said.exit_code = child->Wait();
  said.out = child->out();
  said.err = child->err();
  return said;
}

VerbsContainer::VerbsContainer(std::vector<std::string> variables,
                               std::vector<std::string> profiles)
    : container_(Options(std::move(variables), std::move(profiles))) {
  if (!container_.init().WaitForErr("now runs under s6 supervision")) {
    throw std::runtime_error("not supervised: " + container_.init().err());
  }
}

Said VerbsContainer::Hermes(const std::vector<std::string>& arguments,
                            uid_t uid,
                            const std::vector<std::string>& variables) {
  return fixture::Hermes(&container_, arguments, uid, variables);
}

void VerbsContainer::MakeProfile(const std::string& name) {
  MakeProfileIn(container_.ns().Path(kHome), name);
}

std::string VerbsContainer::Data(const std::string& name) const {
  return ReadFile(container_.ns().Path(std::string(kHome) + "/" + name));
}

bool VerbsContainer::SlotHas(const std::string& slot,
                             const std::string& file) const {
  const std::string path =
      container_.ns().Path("/run/service/" + slot + "/" + file);
  struct stat st;
  return lstat(path.c_str(), &st) == 0;
}

std::vector<pid_t> VerbsContainer::Gateways(const std::string& profile) const {
  std::vector<pid_t> pids;
  for (const GatewayStart& start : container_.RunningGateways()) {
    if (ProfileOf(start) == profile) pids.push_back(start.pid);
  }
  return pids;
}

pid_t VerbsContainer::WaitForGateway(const std::string& profile,
                                     pid_t other_than) const {
  pid_t found = -1;
  WaitUntil([&] {
    const std::vector<pid_t> pids = Gateways(profile);
    if (pids.size() != 1 || pids[0] == other_than) return false;
    found = pids[0];
    return true;
  });
  return found;
}

size_t VerbsContainer::Supervisors(const std::string& slot) const {
  const Processes processes = container_.processes();
  size_t count = 0;
  for (const pid_t pid : processes.WithComm("s6-supervise")) {
    const std::vector<std::string> arguments = processes.Arguments(pid);
    if (arguments.size() > 1 &&
        (arguments[1] == slot || arguments[1] == slot + "/log")) {
      ++count;
    }
  }
  return count;
}

void BreakProgram(Container* container, const std::string& program) {
  const int failed = container->ns().Call([&] {
    return mount("/bin/false", program.c_str(), nullptr, MS_BIND, nullptr);
  });
  if (failed != 0) throw std::runtime_error("cannot mount over " + program);
}

}  // namespace hermes::fixture
