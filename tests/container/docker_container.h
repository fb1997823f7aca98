#ifndef HERMES_TESTS_CONTAINER_DOCKER_CONTAINER_H_
#define HERMES_TESTS_CONTAINER_DOCKER_CONTAINER_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/container/container_processes.h"
#include "tests/container/program.h"

namespace hermes::fixture {

// Runs `docker ARGS` to its end. The engine is DOCKER_HOST's.
Output Docker(const std::vector<std::string>& arguments);

// The image under test: HERMES_TEST_FLAVOUR of the repository
// HERMES_TEST_REPOSITORY, both of the environment; where HERMES_TEST_IMAGE is
// set, that one. Throws if none is named.
std::string TestImage();

// The label, "name=value", of every container that this test makes. Its value
// is the test's pid: who finds such a container can tell whether it is in use.
std::string TestLabel();

// A container of the test image, made with `docker run -d`. It bears a label
// of the tests and is removed, by its id and with its volumes, by the
// destructor. The engine must be on this host.
class DockerContainer {
 public:
  // `options` are docker's, `arguments` are the container's command.
  DockerContainer(const std::vector<std::string>& options,
                  const std::vector<std::string>& arguments);
  ~DockerContainer();
  DockerContainer(const DockerContainer&) = delete;
  DockerContainer& operator=(const DockerContainer&) = delete;

  const std::string& id() const { return id_; }
  // stdout and stderr of all its lives so far.
  Output Logs() const;
  bool WaitForLog(const std::string& text) const;
  // Its exit code, once it has ended; -1 if it does not.
  int Wait() const;
  Output Stop(int timeout_secs) const;
  Output Signal(const std::string& name) const;
  Output Exec(const std::vector<std::string>& arguments) const;
  Output ExecAs(const std::string& user,
                const std::vector<std::string>& arguments) const;
  // `docker inspect` with a Go template.
  std::string Inspect(const std::string& format) const;
  bool Running() const { return Inspect("{{.State.Running}}") == "true"; }
  // Where the engine has published the container's port 8642.
  int Port() const;
  // Waits until GET /health answers 200.
  bool WaitForHealth() const;

  // The main process's pid on this host; 0 if the container does not run.
  pid_t MainPid() const;
  // Where this host finds a file of the running container, mounts included, by
  // the path in there. No link may be on the way.
  std::string HostPath(const std::string& path) const;
  // The content of such a file; "" if it cannot be read.
  std::string ReadFile(const std::string& path) const;

  std::vector<ContainerProcess> Processes() const;
  // The processes whose command line ends with `arguments`.
  std::vector<ContainerProcess> WithArguments(const std::string& end) const;
  // The gateway in the slot; waits until there is exactly one, other than
  // `other_than`. pid -1 if that does not happen.
  ContainerProcess WaitForGateway(pid_t other_than = -1) const;
  // The fields of s6-svstat -o FIELDS for gateway-default.
  std::string SlotStatus(const std::string& fields) const;

 private:
  std::string id_;
};

// Options that publish the API on a port of the engine's choice.
std::vector<std::string> Published();

// Runs a container to its end, with `docker run --rm`.
Output RunContainer(const std::vector<std::string>& options,
                    const std::vector<std::string>& arguments);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_DOCKER_CONTAINER_H_
