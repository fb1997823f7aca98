#ifndef HERMES_TESTS_CONTAINER_HARDENED_CONTAINER_H_
#define HERMES_TESTS_CONTAINER_HARDENED_CONTAINER_H_

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace hermes::fixture {

// How `gateway run` is to be tried, and what was made for it.
struct HardenedRun {
  std::string name;
  std::vector<std::string> options;  // docker's
  uid_t uid = 10000;                 // whose every process is to be
  bool no_new_privileges = false;
};

// What becomes of a container: "supervised" or "foreground" once /health has
// answered, else the exit code with which it ended and that hermes-entry said
// why in exactly one line. Anything else is a text that tells what is wrong: a
// process of another uid, a capability, two gateways.
std::string OutcomeOf(const HardenedRun& run);

// The outcomes of all of them by name, some at a time.
std::map<std::string, std::string> OutcomesOf(
    const std::vector<HardenedRun>& runs);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_HARDENED_CONTAINER_H_
