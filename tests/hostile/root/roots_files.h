#ifndef HERMES_TESTS_HOSTILE_ROOT_ROOTS_FILES_H_
#define HERMES_TESTS_HOSTILE_ROOT_ROOTS_FILES_H_

#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// A directory of root's, to which a hostile uid leads root.
inline constexpr char kRoots[] = "/mnt/roots";

// Makes that directory, with a file and a directory in it. As the functions of
// hostile_files.h it runs inside a container.
void PlantRoots();

// Expects what PlantRoots() made to be as it was made, with nothing added.
void ExpectRootsUntouched(const Container& container);

// Options of a container whose command is `gateway run`.
ContainerOptions GatewayRun(std::vector<std::string> variables = {});

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_ROOT_ROOTS_FILES_H_
