#ifndef HERMES_TESTS_CONTAINER_HARDENED_CONTAINER_H_
#define HERMES_TESTS_CONTAINER_HARDENED_CONTAINER_H_

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace hermes::fixture {

// Options for a trial of `gateway run`, and what is expected of its processes.
struct HardenedRun {
  std::string name;
  std::vector<std::string> options;  // docker's
  uid_t uid = 10000;                 // expected uid of every process
  bool no_new_privileges = false;
};

// Runs the container and returns "supervised" or "foreground" once /health has
// returned 200, or the exit code if the container ended and hermes-entry
// printed exactly one line with the reason. Any other result is a text that
// describes the fault: a process of another uid, a capability, two gateways.
std::string OutcomeOf(const HardenedRun& run);

// Returns the outcomes of all runs by name. Runs several at a time.
std::map<std::string, std::string> OutcomesOf(
    const std::vector<HardenedRun>& runs);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_HARDENED_CONTAINER_H_
