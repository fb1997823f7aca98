#ifndef GATEWAY_DASHBOARD_VIEW_RESTART_LOG_H_
#define GATEWAY_DASHBOARD_VIEW_RESTART_LOG_H_

#include <cstddef>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// An end of a supervised gateway that nobody had asked for, or that an operator
// did to restart it.
struct RestartEvent {
  std::time_t at = 0;
  std::string cause;    // "was killed by signal 9 after 12 s"
  std::string outcome;  // "it is started again in 1 s"
};

// The most recent ends in `text`, a part of the slot's log, the latest first.
// They are the lines that the slot itself writes into the log of its gateway
// each time it judges an end; a line that the gateway wrote, and that looks the
// same, cannot be told from them. Times there are local. Pure but for TZ.
std::vector<RestartEvent> RestartsIn(std::string_view text,
                                     std::string_view slot, size_t most);

// RestartsIn() the end of a slot's log, which is read again only when it has
// changed. Looks at logs/gateways/PROFILE/current below the data root, and
// where that has too few at what was rotated last.
class RestartLog {
 public:
  // `directory` is the profile's below logs/gateways.
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
  std::optional<Stamp> stamp_;  // nothing: never read
  std::vector<RestartEvent> events_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_RESTART_LOG_H_
