#ifndef HERMES_TESTS_PROCESS_DASHBOARD_TREE_H_
#define HERMES_TESTS_PROCESS_DASHBOARD_TREE_H_

#include <sys/types.h>

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/verbs.h"

namespace hermes::fixture {

struct DashboardReply {
  int status = 0;  // 0: there was none
  std::string body;
  boost::json::object document;  // empty where the body is no object
  // The code of an error; "" for what is none.
  std::string code() const;
};

// A stream of server-sent events from this machine's loopback.
class DashboardEvents {
 public:
  DashboardEvents(uint16_t port, const std::string& target);
  ~DashboardEvents();
  DashboardEvents(const DashboardEvents&) = delete;
  DashboardEvents& operator=(const DashboardEvents&) = delete;

  // Waits until what came since the last text that was waited for has this one.
  bool WaitFor(std::string_view text,
               std::chrono::milliseconds deadline = kPatience);
  const std::string& received() const { return received_; }

 private:
  int fd_;
  std::string received_;
  size_t seen_ = 0;
};

struct DashboardTreeOptions {
  std::vector<std::string> arguments = {"gateway", "run"};
  std::vector<std::string> variables;  // besides those of every tree here
  // Files to be there at first, below the data root: path, content. They and
  // their directories are `owner`'s.
  std::map<std::string, std::string> files;
  uid_t owner = kHermesUid;
};

// A profile's files whose gateway has no API, and so takes no port.
std::map<std::string, std::string> QuietProfile(const std::string& name);

// hermes-entry as PID 1 with the real gateway and, as HERMES_DASHBOARD is 1
// unless `variables` say otherwise, the real dashboard, each on any free port.
class DashboardTree {
 public:
  explicit DashboardTree(const DashboardTreeOptions& options = {});

  Container& container() { return container_; }
  Said Hermes(const std::vector<std::string>& arguments,
              uid_t uid = kHermesUid);

  // Waits until the slot's program has told its readiness, other than
  // `other_than`, and returns its pid; -1 if that does not happen.
  pid_t WaitUntilReady(const std::string& slot, pid_t other_than = -1);
  // The same for the dashboard, which is asked from then on.
  pid_t WaitForDashboard(pid_t other_than = -1);
  uint16_t port() const { return port_; }
  // For a dashboard that is in no slot.
  void SetPort(uint16_t port) { port_ = port; }

  DashboardReply Get(const std::string& target) const;
  // As the dashboard's own page sends it.
  DashboardReply Change(const std::string& method, const std::string& target,
                        const std::string& body = "{}") const;
  DashboardReply Operate(const std::string& verb,
                         const std::string& profile) const;
  // What /api/profiles has of one; empty where it is not there.
  boost::json::object Profile(const std::string& name) const;
  // Waits until that says so.
  bool WaitForProfile(const std::string& name, const char* member,
                      std::string_view text) const;

  // A path below the data root as it is found from here.
  std::string Path(const std::string& name) const;
  std::string Data(const std::string& name) const;
  // What the container has printed to both streams.
  std::string Printed();

 private:
  Container container_;
  uint16_t port_ = 0;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_DASHBOARD_TREE_H_
