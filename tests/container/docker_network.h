#ifndef HERMES_TESTS_CONTAINER_DOCKER_NETWORK_H_
#define HERMES_TESTS_CONTAINER_DOCKER_NETWORK_H_

#include <string>
#include <vector>

namespace hermes::fixture {

// A network of the engine in which containers find one another by name. It
// bears a label of the tests; the destructor removes it, after which no
// container may be in it any more.
class DockerNetwork {
 public:
  DockerNetwork();
  ~DockerNetwork();
  DockerNetwork(const DockerNetwork&) = delete;
  DockerNetwork& operator=(const DockerNetwork&) = delete;

  // Docker's options that put a container in it, under the name `alias`.
  std::vector<std::string> Joined(const std::string& alias) const;

 private:
  std::string id_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_DOCKER_NETWORK_H_
