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

// A key that is long enough.
inline constexpr char kTestKey[] = "test-key-0123456789";

// How a gateway is started.
struct Launch {
  std::vector<std::string> args = {"gateway", "run"};
  // Added to HERMES_HOME, HERMES_ALLOW_ROOT_GATEWAY=1 and API_SERVER_PORT=0,
  // the only variables there are; "" takes one of these away.
  std::map<std::string, std::string> environment;
  uid_t uid = 0;
  int pending_signal = 0;  // blocked, and sent to it, before it is started
  bool close_standard_streams = false;
  bool full_disk = false;  // whatever it writes to a file fails
  int stdin_fd = -1;       // instead of /dev/null
  int stdout_fd = -1;      // instead of a file
  int notify_fd = -1;      // handed on as HERMES_NOTIFY_FD
  // Called in the child just before it becomes the gateway; may be empty.
  std::function<void()> prepare;
};

// The real binary as a child of the test. Ended, and waited for, at the end.
class GatewayProcess {
 public:
  // `home` is its HERMES_HOME; what it prints goes to files elsewhere.
  GatewayProcess(const TempDirectory& home, const Launch& launch = {});
  GatewayProcess(const GatewayProcess&) = delete;
  ~GatewayProcess();

  pid_t pid() const { return pid_; }
  void Signal(int signo) const;
  // The exit code, 128 + n after signal n; -1 after 30 s of waiting.
  int Wait();
  bool Running();

  // Waits until gateway_state.json says so of this very process.
  bool WaitForState(const std::string& state) const;
  boost::json::object State() const;
  // The port of the API, from gateway_state.json; 0 if it is off.
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

// The fields of a planned-stop marker for `target`, written now.
std::string PlannedStopFor(pid_t target, const boost::json::value& start_time);

// Calls `condition` until it is true, for at most 30 s.
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
