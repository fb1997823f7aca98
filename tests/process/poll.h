#ifndef HERMES_TESTS_PROCESS_POLL_H_
#define HERMES_TESTS_PROCESS_POLL_H_

#include <chrono>
#include <functional>

namespace hermes::fixture {

// How long a test waits for an event that must happen. Generous, so that a slow
// machine does not fail a test; a passing test never waits this long.
constexpr std::chrono::milliseconds kPatience{30000};

// Evaluates `condition` every few milliseconds until it is true or `deadline`
// has passed. Returns its last result.
bool WaitUntil(const std::function<bool()>& condition,
               std::chrono::milliseconds deadline = kPatience);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_POLL_H_
