#ifndef HERMES_TESTS_CONTAINER_GUEST_PROGRAM_H_
#define HERMES_TESTS_CONTAINER_GUEST_PROGRAM_H_

#include <string>
#include <vector>

namespace hermes::fixture {

// The program of guest.cc, where it is in a container that has it mounted.
inline constexpr char kGuest[] = "/guest";

// Docker's options that mount it, read-only. The test target has the program
// as data and its path in GUEST_PROGRAM.
std::vector<std::string> GuestMounted();

// The file that the environment variable `variable` names, wherever links lead
// to it: what an engine on this host can mount. Throws if there is none.
std::string ProgramOfTest(const char* variable);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_GUEST_PROGRAM_H_
