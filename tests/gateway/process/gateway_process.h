#ifndef TESTS_GATEWAY_PROCESS_GATEWAY_PROCESS_H_
#define TESTS_GATEWAY_PROCESS_GATEWAY_PROCESS_H_

#include <sys/types.h>

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {

// A key of sufficient length.
inline constexpr char kTestKey[] = "test-key-0123456789";

// How a gateway is started.
struct Launch {
  std::vector<std::string> args = {"gateway", "run"};
  // Added to HERMES_HOME, HERMES_ALLOW_ROOT_GATEWAY=1 and API_SERVER_PORT=0;
  // it gets no other variables. "" removes one of these.
  std::map<std::string, std::string> environment;
  uid_t uid = 0;
  int pending_signal = 0;  // blocked, and sent before the exec
  bool close_standard_streams = false;
  bool full_disk = false;  // every write to a file fails
  int stdin_fd = -1;       // instead of /dev/null
  int stdout_fd = -1;      // instead of a file
  int notify_fd = -1;      // passed on as HERMES_NOTIFY_FD
  // Called in the child just before the exec; may be empty.
  std::function<void()> prepare;
};

// The real binary as a child of the test. The destructor ends it and waits for
// it.
class GatewayProcess {
 public:
  // `home` is its HERMES_HOME; its output goes to files elsewhere.
  GatewayProcess(const TempDirectory& home, const Launch& launch = {});
  GatewayProcess(const GatewayProcess&) = delete;
  ~GatewayProcess();

  pid_t pid() const { return pid_; }
  void Signal(int signo) const;
  // Returns the exit code, 128 + n after signal n, -1 after a wait of 30 s.
  int Wait();
  bool Running();

  // Waits until gateway_state.json reports `state` for this very process.
  bool WaitForState(const std::string& state) const;
  boost::json::object State() const;
  // Returns the API's port from gateway_state.json; 0 if the API is off.
  uint16_t Port() const;

  std::string Out() const { return streams_.Read("out"); }
  std::string Err() const { return streams_.Read("err"); }

 private:
  [[noreturn]] void RunChild(const Launch& launch, int binary) const;
  std::vector<std::string> Environment(const Launch& launch) const;

  const TempDirectory& home_;
  TempDirectory streams_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

// Returns a planned-stop marker for `target`, written now.
std::string PlannedStopFor(pid_t target, const boost::json::value& start_time);

// Calls `condition` until it returns true, for at most 30 s.
template <typename Condition>
bool Eventually(Condition condition);

void ShortPause();
bool Expired(int64_t started_ms);
int64_t NowMs();

template <typename Condition>
bool Eventually(Condition condition) {
  const int64_t started = NowMs();
  while (!condition()) {
    if (Expired(started)) return false;
    ShortPause();
  }
  return true;
}

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_PROCESS_GATEWAY_PROCESS_H_
