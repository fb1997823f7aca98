#include "tests/process/container.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/process/child.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

constexpr char kScandir[] = "/run/service";

// Returns the host's path of a file among the test's data.
std::string DataFile(const std::string& name) {
  return std::filesystem::canonical(name).string();
}

std::string ForeignInit(const ContainerOptions& options) {
  return "/mnt/init/" + options.init_name;
}

std::vector<Mounted> Files(const ContainerOptions& options) {
  const std::string scripted = DataFile("tests/process/scripted_gateway");
  std::vector<Mounted> files = {
      {DataFile("shim/hermes-entry"), kEntry},
      {options.real_gateway ? DataFile("gateway/hermes") : scripted, kGateway},
      {DataFile("gateway/hermes"), kHermes},
  };
  files.insert(files.end(), options.files.begin(), options.files.end());
  if (options.init == Init::kForeign) {
    files.push_back({scripted, ForeignInit(options)});
  }
  return files;
}

void MakeOwnedDirectory(const char* path, uid_t owner, mode_t mode) {
  if (mkdir(path, mode) != 0 || chown(path, owner, owner) != 0 ||
      chmod(path, mode) != 0) {
    perror(path);
    _exit(1);
  }
}

void LayOut(const ContainerOptions& options) {
  const uid_t owner = options.uid == 0 ? kHermesUid : options.uid;
  MakeOwnedDirectory(kHome, owner, 0755);
  MakeOwnedDirectory(kRecord, 0, 01777);
  if (options.init == Init::kS6) {
    MakeOwnedDirectory(kScandir, options.uid, 0755);
  }
  if (symlink("hermes-entry", kFrontDoor) != 0) _exit(1);
  if (options.prepare) options.prepare();
}

std::vector<std::string> InitItself(const ContainerOptions& options) {
  switch (options.init) {
    case Init::kS6:
      return {"/usr/bin/s6-svscan", kScandir};
    case Init::kForeign:
      return {ForeignInit(options)};
    case Init::kOwn:
      break;
  }
  std::vector<std::string> words = {options.entry.empty() ? kEntry
                                                          : options.entry};
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  return words;
}

std::vector<std::string> InitArguments(const ContainerOptions& options) {
  std::vector<std::string> words = options.wrapper;
  const std::vector<std::string> init = InitItself(options);
  words.insert(words.end(), init.begin(), init.end());
  return words;
}

std::string NameOf(const std::string& variable) {
  return variable.substr(0, variable.find('='));
}

// Returns true if s6-svscan reads its control FIFO.
bool ListensOn(const std::string& scandir) {
  const std::string control = scandir + "/.s6-svscan/control";
  const int fd = open(control.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

}  // namespace

std::string TestProgram(const std::string& name) {
  return DataFile("tests/process/" + name);
}

std::vector<std::string> Container::EnvironmentWith(
    const std::vector<std::string>& variables) {
  std::vector<std::string> environment = {
      "PATH=/mnt/bin:/usr/bin:/bin", std::string("HERMES_HOME=") + kHome,
      std::string("HERMES_BIN=") + kGateway,
      std::string("GATEWAY_RECORD=") + kRecord};
  for (const std::string& variable : variables) {
    environment.erase(std::remove_if(environment.begin(), environment.end(),
                                     [&](const std::string& entry) {
                                       return NameOf(entry) == NameOf(variable);
                                     }),
                      environment.end());
    if (variable.find('=') != std::string::npos) {
      environment.push_back(variable);
    }
  }
  return environment;
}

Container::Container(const ContainerOptions& options) {
  Command init;
  init.argv = InitArguments(options);
  init.environment = EnvironmentWith(options.variables);
  init.uid = options.uid;
  init.terminal = options.terminal;
  init.blocked = options.blocked;
  init.ignored = options.ignored;
  init.umask = options.umask;
  // The init of an s6-overlay image does not pass the container's environment
  // to its services. The program that plays a foreign init is the scripted
  // gateway, so it must not see that gateway's variables.
  if (options.init != Init::kOwn) init.environment = {"PATH=/usr/bin:/bin"};
  ns_ = std::make_unique<PidNamespace>(init, Files(options),
                                       [&options] { LayOut(options); });
  if (options.init == Init::kS6 &&
      !WaitUntil([this] { return ListensOn(ns_->Path(kScandir)); })) {
    throw std::runtime_error("s6-svscan does not start: " + ns_->init().err());
  }
}

std::unique_ptr<Child> Container::Start(
    const std::vector<std::string>& arguments,
    const std::vector<std::string>& variables, uid_t uid,
    const std::string& program) {
  Command command;
  command.argv = {program};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = EnvironmentWith(variables);
  command.uid = uid;
  return ns_->Start(command);
}

std::vector<GatewayStart> Container::GatewayStarts() const {
  std::vector<GatewayStart> starts;
  for (const std::string& name : Names(ns_->Path(kRecord))) {
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    GatewayStart start;
    start.pid = atoi(name.c_str());
    std::istringstream record(
        ReadFile(ns_->Path(std::string(kRecord) + "/" + name)));
    for (std::string word; std::getline(record, word, '\0');) {
      start.arguments.push_back(word);
    }
    start.arguments.erase(start.arguments.begin());
    starts.push_back(start);
  }
  return starts;
}

std::vector<GatewayStart> Container::RunningGateways() const {
  std::vector<GatewayStart> running = GatewayStarts();
  running.erase(std::remove_if(running.begin(), running.end(),
                               [this](const GatewayStart& start) {
                                 return !processes().Alive(start.pid);
                               }),
                running.end());
  return running;
}

GatewayStart Container::WaitForGateway(pid_t other_than) {
  GatewayStart found;
  WaitUntil([&] {
    const std::vector<GatewayStart> running = RunningGateways();
    if (running.size() != 1 || running[0].pid == other_than) return false;
    found = running[0];
    return true;
  });
  return found;
}

std::vector<int> Container::GatewaySignals() const {
  std::istringstream lines(
      ReadFile(ns_->Path(std::string(kRecord) + "/signals")));
  std::vector<int> signals;
  for (int signo = 0; lines >> signo;) signals.push_back(signo);
  return signals;
}

std::string Container::SlotStatus(const std::string& slot,
                                  const std::string& fields) {
  Command command;
  command.argv = {"/usr/bin/s6-svstat", "-o", fields,
                  std::string(kScandir) + "/" + slot};
  const std::unique_ptr<Child> svstat = ns_->Start(command);
  if (svstat->Wait() != 0) return "";
  std::string state = svstat->out();
  if (!state.empty()) state.pop_back();
  return state;
}

std::vector<std::string> Container::Slots() const {
  std::vector<std::string> names = Names(ns_->Path(kScandir));
  names.erase(std::remove(names.begin(), names.end(), ".s6-svscan"),
              names.end());
  return names;
}

void DelayLoggersUntilAGatewayIsSignalled() {
  constexpr char kProgram[] = "/usr/bin/s6-supervise";
  WriteFile("/mnt/s6-supervise", "");
  WriteFile("/mnt/late",
            "#!/bin/sh\n"
            "case $1 in */log)\n"
            "  until test -s /mnt/record/signals; do sleep 0.01; done\n"
            "esac\n"
            "exec /mnt/s6-supervise \"$@\"\n");
  if (mount(kProgram, "/mnt/s6-supervise", nullptr, MS_BIND, nullptr) != 0 ||
      chmod("/mnt/late", 0755) != 0 ||
      mount("/mnt/late", kProgram, nullptr, MS_BIND, nullptr) != 0) {
    perror("delaying loggers");
    _exit(1);
  }
}

}  // namespace hermes::fixture
