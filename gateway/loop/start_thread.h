#ifndef GATEWAY_LOOP_START_THREAD_H_
#define GATEWAY_LOOP_START_THREAD_H_

#include <chrono>
#include <system_error>
#include <thread>

namespace hermes::gateway {

// Starts a thread, a std::thread or std::jthread, that runs `body`. If the host
// has no room for another thread, retries for two seconds, sleeping in the
// calling thread. Then throws std::system_error.
template <typename Thread, typename Body>
Thread StartThread(const Body& body) {
  constexpr int kAttempts = 20;
  constexpr std::chrono::milliseconds kPause{100};
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    try {
      return Thread(body);
    } catch (const std::system_error&) {
      std::this_thread::sleep_for(kPause);
    }
  }
  return Thread(body);
}

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_START_THREAD_H_
