#include "tests/container/guest_program.h"

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace hermes::fixture {

std::vector<std::string> GuestMounted() {
  return {"-v", ProgramOfTest("GUEST_PROGRAM") + ":" + kGuest + ":ro"};
}

std::string ProgramOfTest(const char* variable) {
  const char* path = getenv(variable);
  if (path == nullptr) {
    throw std::runtime_error(std::string(variable) + " names no program");
  }
  return std::filesystem::canonical(path).string();
}

}  // namespace hermes::fixture
