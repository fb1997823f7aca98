#ifndef HERMES_TESTS_CONTAINER_DOCKER_CONTAINER_H_
#define HERMES_TESTS_CONTAINER_DOCKER_CONTAINER_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/container/container_processes.h"
#include "tests/container/program.h"

namespace hermes::fixture {

// Runs `docker ARGS` and waits for it. DOCKER_HOST names the engine.
Output Docker(const std::vector<std::string>& arguments);

// Returns the name of the image under test: HERMES_TEST_IMAGE if set, else
// HERMES_TEST_REPOSITORY with HERMES_TEST_FLAVOUR as the tag. Throws if none of
// them names an image.
std::string TestImage();

// Returns the label "name=value" of every container that this test creates. The
// value is the test's pid, so that a tool that finds a container can see
// whether a test still uses it.
std::string TestLabel();

// A container of the test image, started by `docker run -d`. It has
// TestLabel(). The destructor removes it, by id and with its volumes. The
// engine must run on this host.
class DockerContainer {
 public:
  // `options` are docker's options, `arguments` the container's command.
  DockerContainer(const std::vector<std::string>& options,
                  const std::vector<std::string>& arguments);
  ~DockerContainer();
  DockerContainer(const DockerContainer&) = delete;
  DockerContainer& operator=(const DockerContainer&) = delete;

  const std::string& id() const { return id_; }
  // Returns stdout and stderr of all its runs so far.
  Output Logs() const;
  bool WaitForLog(const std::string& text) const;
  // Waits until it has ended and returns its exit code, or -1 on failure.
  int Wait() const;
  Output Stop(int timeout_secs) const;
  Output Signal(const std::string& name) const;
  Output Exec(const std::vector<std::string>& arguments) const;
  Output ExecAs(const std::string& user,
                const std::vector<std::string>& arguments) const;
  // Returns the result of `docker inspect` with a Go template.
  std::string Inspect(const std::string& format) const;
  bool Running() const { return Inspect("{{.State.Running}}") == "true"; }
  // Returns the host port to which the engine has published port 8642.
  int Port() const;
  // Waits until GET /health returns 200.
  bool WaitForHealth() const;

  // Returns the main process's pid on this host, or 0 if the container does not
  // run.
  pid_t MainPid() const;
  // Returns the host's path of a file in the running container, mounts
  // included. The path in the container must not contain a symbolic link.
  std::string HostPath(const std::string& path) const;
  // Returns the content of such a file; "" if it cannot be read.
  std::string ReadFile(const std::string& path) const;

  std::vector<ContainerProcess> Processes() const;
  // Returns the processes whose command line ends with `end`.
  std::vector<ContainerProcess> WithArguments(const std::string& end) const;
  // Waits until exactly one gateway runs in the slot and it is not
  // `other_than`. Returns it, or pid -1 if the deadline passes.
  ContainerProcess WaitForGateway(pid_t other_than = -1) const;
  // Returns the FIELDS of `s6-svstat -o FIELDS` for gateway-default.
  std::string SlotStatus(const std::string& fields) const;

 private:
  std::string id_;
};

// Returns options that publish the API on a port chosen by the engine.
std::vector<std::string> Published();

// Runs a container by `docker run --rm` and waits until it has ended.
Output RunContainer(const std::vector<std::string>& options,
                    const std::vector<std::string>& arguments);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_DOCKER_CONTAINER_H_
