#include "tests/hostile/root/roots_files.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/hostile/root/hostile_files.h"
#include "tests/process/child.h"
#include "tests/process/container.h"

namespace hermes::fixture {

using Strings = std::vector<std::string>;

void PlantRoots() {
  PlantDirectory(kRoots, 0);
  PlantFile(std::string(kRoots) + "/secret", 0, "only root's\n", 0600);
  PlantDirectory(std::string(kRoots) + "/empty", 0);
}

void ExpectRootsUntouched(const Container& container) {
  const std::string roots = container.ns().Path(kRoots);
  EXPECT_EQ(OwnerAndMode(roots + "/."), "0:0 755");
  EXPECT_EQ(OwnerAndMode(roots + "/secret"), "0:0 600");
  EXPECT_EQ(OwnerAndMode(roots + "/empty"), "0:0 755");
  EXPECT_EQ(ReadFile(roots + "/secret"), "only root's\n");
  EXPECT_EQ(Names(roots), (Strings{"empty", "secret"}));
  EXPECT_EQ(Names(roots + "/empty"), Strings{});
}

ContainerOptions GatewayRun(std::vector<std::string> variables) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = std::move(variables);
  return options;
}

}  // namespace hermes::fixture
