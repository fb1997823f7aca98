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

// Paths inside.
inline constexpr char kEntry[] = "/mnt/bin/hermes-entry";
inline constexpr char kFrontDoor[] = "/mnt/bin/hermes";  // a link to kEntry
inline constexpr char kGateway[] = "/mnt/libexec/hermes";
// The real program of the gateway, beside the scripted one, for its verbs.
inline constexpr char kHermes[] = "/mnt/verbs/hermes";
inline constexpr char kHome[] = "/mnt/data";      // owned by the hermes uid
inline constexpr char kRecord[] = "/mnt/record";  // see scripted_gateway.cc
inline constexpr uid_t kHermesUid = 10000;

// What PID 1 is.
enum class Init {
  kS6,       // a real s6-svscan on /run/service, as in s6-overlay images
  kOwn,      // hermes-entry itself
  kForeign,  // a program that knows of nothing and only waits
};

struct ContainerOptions {
  Init init = Init::kOwn;
  std::vector<std::string> arguments;  // hermes-entry's, for Init::kOwn
  // PID 1 is this first, which executes the rest of its arguments.
  std::vector<std::string> wrapper;
  std::string entry;  // hermes-entry's path for Init::kOwn, if not kEntry
  // "NAME=value" adds to or replaces in the environment, "NAME" takes out.
  std::vector<std::string> variables;
  uid_t uid = 0;                    // of PID 1
  bool real_gateway = false;        // instead of the scripted one
  std::string init_name = "pause";  // the name of a foreign PID 1's program
  int terminal = -1;
  std::vector<int> blocked;
  std::vector<int> ignored;
  mode_t umask = 022;
  std::vector<Mounted> files;     // besides what every container has
  std::function<void()> prepare;  // as root, just before PID 1 starts
};

// The host's path of a program of this package.
std::string TestProgram(const std::string& name);

// A gateway process that was started, as it recorded itself.
struct GatewayStart {
  pid_t pid = -1;
  std::vector<std::string> arguments;  // without argv[0]
};

// A namespace laid out as an image: hermes-entry and its link `hermes` in
// /mnt/bin, a gateway that HERMES_BIN names, and a data volume.
class Container {
 public:
  explicit Container(const ContainerOptions& options);

  PidNamespace& ns() { return *ns_; }
  const PidNamespace& ns() const { return *ns_; }
  Child& init() { return ns_->init(); }
  Processes processes() const { return Processes(*ns_); }

  // Starts hermes-entry (or `program`) with the default environment, changed by
  // `variables`, with parent pid 0. It ends with the namespace.
  std::unique_ptr<Child> Start(const std::vector<std::string>& arguments,
                               const std::vector<std::string>& variables = {},
                               uid_t uid = 0,
                               const std::string& program = kEntry);
  std::unique_ptr<Child> Start(const Command& command) {
    return ns_->Start(command);
  }
  // The environment that Start() gives.
  static std::vector<std::string> EnvironmentWith(
      const std::vector<std::string>& variables);

  // Every gateway start so far; those that still run.
  std::vector<GatewayStart> GatewayStarts() const;
  std::vector<GatewayStart> RunningGateways() const;
  // Waits until exactly one gateway runs, other than `other_than`, and has told
  // so, and returns it; pid -1 if that does not happen.
  GatewayStart WaitForGateway(pid_t other_than = -1);
  // The signals that gateways have recorded, in their order.
  std::vector<int> GatewaySignals() const;

  // The fields of s6-svstat -o FIELDS for a slot; empty without one.
  std::string SlotStatus(const std::string& slot, const std::string& fields);
  // The names in the scandir, without s6-svscan's own.
  std::vector<std::string> Slots() const;

 private:
  std::unique_ptr<PidNamespace> ns_;
};

// For ContainerOptions::prepare: the supervisors of loggers start only once a
// gateway has been sent a signal, as if the machine were very busy.
void DelayLoggersUntilAGatewayIsSignalled();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_CONTAINER_H_
