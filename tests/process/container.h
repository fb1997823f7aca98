#ifndef HERMES_TESTS_PROCESS_CONTAINER_H_
#define HERMES_TESTS_PROCESS_CONTAINER_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/process/child.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/processes.h"

namespace hermes::fixture {

// Paths inside the namespace.
inline constexpr char kEntry[] = "/mnt/bin/hermes-entry";
inline constexpr char kFrontDoor[] = "/mnt/bin/hermes";  // a link to kEntry
inline constexpr char kGateway[] = "/mnt/libexec/hermes";
// The real gateway program, for its `gateway` and `profile` commands even if
// the scripted one is the gateway.
inline constexpr char kHermes[] = "/mnt/verbs/hermes";
inline constexpr char kHome[] = "/mnt/data";      // owned by the hermes uid
inline constexpr char kRecord[] = "/mnt/record";  // see scripted_gateway.cc
inline constexpr uid_t kHermesUid = 10000;

// Which program is PID 1.
enum class Init {
  kS6,       // a real s6-svscan on /run/service, as in s6-overlay images
  kOwn,      // hermes-entry itself
  kForeign,  // a foreign program that only waits
};

struct ContainerOptions {
  Init init = Init::kOwn;
  std::vector<std::string> arguments;  // of hermes-entry, for Init::kOwn
  // The program that is started as PID 1. It executes the rest of its
  // arguments.
  std::vector<std::string> wrapper;
  std::string entry;  // path of hermes-entry for Init::kOwn; kEntry if empty
  // "NAME=value" sets or replaces a variable, "NAME" removes it.
  std::vector<std::string> variables;
  uid_t uid = 0;                    // of PID 1
  bool real_gateway = false;        // if false, the scripted one runs
  std::string init_name = "pause";  // program name of a foreign PID 1
  int terminal = -1;
  std::vector<int> blocked;
  std::vector<int> ignored;
  mode_t umask = 022;
  std::vector<Mounted> files;  // in addition to those that every container has
  std::function<void()> prepare;  // runs as root, just before PID 1 starts
};

// Returns the host's path of a program of this package.
std::string TestProgram(const std::string& name);

// One start of the scripted gateway, as the gateway recorded it.
struct GatewayStart {
  pid_t pid = -1;
  std::vector<std::string> arguments;  // without argv[0]
};

// A PID namespace that is laid out like an image: hermes-entry and its link
// `hermes` in /mnt/bin, a gateway in HERMES_BIN, and a data volume.
class Container {
 public:
  explicit Container(const ContainerOptions& options);

  PidNamespace& ns() { return *ns_; }
  const PidNamespace& ns() const { return *ns_; }
  Child& init() { return ns_->init(); }
  Processes processes() const { return Processes(*ns_); }

  // Starts hermes-entry (or `program`) with parent pid 0 and the default
  // environment changed by `variables`. The process ends with the namespace.
  std::unique_ptr<Child> Start(const std::vector<std::string>& arguments,
                               const std::vector<std::string>& variables = {},
                               uid_t uid = 0,
                               const std::string& program = kEntry);
  std::unique_ptr<Child> Start(const Command& command) {
    return ns_->Start(command);
  }
  // Returns the environment that Start() passes on.
  static std::vector<std::string> EnvironmentWith(
      const std::vector<std::string>& variables);

  // Return every gateway start so far, and those whose process still runs.
  std::vector<GatewayStart> GatewayStarts() const;
  std::vector<GatewayStart> RunningGateways() const;
  // Waits until exactly one gateway runs that is not `other_than` and has
  // recorded its start. Returns it, or pid -1 if the deadline passes.
  GatewayStart WaitForGateway(pid_t other_than = -1);
  // Returns the signals that gateways have recorded, in order.
  std::vector<int> GatewaySignals() const;

  // Returns the FIELDS of `s6-svstat -o FIELDS` for a slot; empty if the slot
  // does not exist.
  std::string SlotStatus(const std::string& slot, const std::string& fields);
  // Returns the names in the scan directory except `.s6-svscan`.
  std::vector<std::string> Slots() const;

 private:
  std::unique_ptr<PidNamespace> ns_;
};

// Delays every logger's s6-supervise until a gateway has received a signal, as
// on a very busy machine. For ContainerOptions::prepare.
void DelayLoggersUntilAGatewayIsSignalled();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_CONTAINER_H_
