#ifndef HERMES_TESTS_HOSTILE_ROOT_ROOTS_FILES_H_
#define HERMES_TESTS_HOSTILE_ROOT_ROOTS_FILES_H_

#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// A directory of root, to which the hostile uid tries to lead root.
inline constexpr char kRoots[] = "/mnt/roots";

// Creates that directory, with a file and a directory in it. Like the functions
// of hostile_files.h, it must be called inside a container.
void PlantRoots();

// Expects that everything that PlantRoots() made is unchanged, with nothing
// added.
void ExpectRootsUntouched(const Container& container);

// Returns options for a container whose command is `gateway run`.
ContainerOptions GatewayRun(std::vector<std::string> variables = {});

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_ROOT_ROOTS_FILES_H_
