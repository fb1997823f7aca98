#ifndef GATEWAY_DASHBOARD_VIEW_RESTART_LOG_H_
#define GATEWAY_DASHBOARD_VIEW_RESTART_LOG_H_

#include <cstddef>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway::dashboard {

// An exit of a supervised gateway that was not requested, or that an operator
// requested in order to restart it.
struct RestartEvent {
  std::time_t at = 0;
  std::string cause;    // "was killed by signal 9 after 12 s"
  std::string outcome;  // "it is started again in 1 s"
};

// Returns the most recent exits in `text`, a part of the slot's log, the latest
// first. It looks for the lines that the slot itself writes into its gateway's
// log when it decides about an exit; it cannot distinguish them from lines of
// the same form that the gateway wrote. Times in the log are local. Pure except
// for TZ.
std::vector<RestartEvent> RestartsIn(std::string_view text,
                                     std::string_view slot, size_t most);

// Returns RestartsIn() for the end of a slot's log, and reads the log again
// only when it has changed. Reads logs/gateways/PROFILE/current below the data
// root and, if that has too few exits, the most recently rotated file.
class RestartLog {
 public:
  // `directory` is logs/gateways/PROFILE, `slot` the slot's name.
  RestartLog(std::string directory, std::string slot);

  const std::vector<RestartEvent>& Read();

 private:
  struct Stamp {
    unsigned long long inode = 0;
    long long size = -1;
    long long changed_ns = 0;
    bool operator==(const Stamp&) const = default;
  };

  std::string directory_;
  std::string slot_;
  std::optional<Stamp> stamp_;  // std::nullopt until the first read
  std::vector<RestartEvent> events_;
};

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_RESTART_LOG_H_
