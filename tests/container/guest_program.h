#ifndef HERMES_TESTS_CONTAINER_GUEST_PROGRAM_H_
#define HERMES_TESTS_CONTAINER_GUEST_PROGRAM_H_

#include <string>
#include <vector>

namespace hermes::fixture {

// The path of guest.cc's program in containers that mount it.
inline constexpr char kGuest[] = "/guest";

// Returns the docker options that mount it read-only. The test target must have
// the program in its data and its path in GUEST_PROGRAM.
std::vector<std::string> GuestMounted();

// Returns the path in the environment variable `variable` with all symbolic
// links resolved, since the engine cannot follow the test's links. Throws if
// the variable is not set.
std::string ProgramOfTest(const char* variable);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_GUEST_PROGRAM_H_
