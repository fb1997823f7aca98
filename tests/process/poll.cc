#include "tests/process/poll.h"

#include <chrono>
#include <functional>
#include <thread>

namespace hermes::fixture {

bool WaitUntil(const std::function<bool()>& condition,
               std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  return true;
}

}  // namespace hermes::fixture
