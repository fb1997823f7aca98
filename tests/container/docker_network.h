#ifndef HERMES_TESTS_CONTAINER_DOCKER_NETWORK_H_
#define HERMES_TESTS_CONTAINER_DOCKER_NETWORK_H_

#include <string>
#include <vector>

namespace hermes::fixture {

// A network of the engine in which containers find each other by name. It has
// TestLabel(). The destructor removes it; all containers in it must have been
// removed before.
class DockerNetwork {
 public:
  DockerNetwork();
  ~DockerNetwork();
  DockerNetwork(const DockerNetwork&) = delete;
  DockerNetwork& operator=(const DockerNetwork&) = delete;

  // Returns the docker options that connect a container under the name `alias`.
  std::vector<std::string> Joined(const std::string& alias) const;

 private:
  std::string id_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_DOCKER_NETWORK_H_
