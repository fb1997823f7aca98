#ifndef HERMES_TESTS_PROCESS_POLL_H_
#define HERMES_TESTS_PROCESS_POLL_H_

#include <chrono>
#include <functional>

namespace hermes::fixture {

// How long a test waits for something that is bound to happen. Generous: a
// slow machine must not fail a test, and a passing one never waits this long.
constexpr std::chrono::milliseconds kPatience{30000};

// Asks `condition` every few milliseconds until it is true or `deadline` has
// passed. Returns its last answer.
bool WaitUntil(const std::function<bool()>& condition,
               std::chrono::milliseconds deadline = kPatience);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_POLL_H_
