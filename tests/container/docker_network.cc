#include "tests/container/docker_network.h"

#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/container/docker_container.h"
#include "tests/container/program.h"

namespace hermes::fixture {

DockerNetwork::DockerNetwork() {
  static int count = 0;
  const std::string name = "hermes-entry-test-" + std::to_string(getpid()) +
                           "-" + std::to_string(++count);
  const Output made =
      Docker({"network", "create", "--label", TestLabel(), name});
  if (made.exit_code != 0) {
    throw std::runtime_error("docker network create: " + made.err);
  }
  id_ = made.out.substr(0, made.out.find('\n'));
}

DockerNetwork::~DockerNetwork() { Docker({"network", "rm", id_}); }

std::vector<std::string> DockerNetwork::Joined(const std::string& alias) const {
  return {"--network", id_, "--network-alias", alias};
}

}  // namespace hermes::fixture
