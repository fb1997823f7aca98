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
  int status = 0;  // 0 if there was no reply
  std::string body;
  boost::json::object document;  // empty if the body is not a JSON object
  // Returns the error's code, or "" if the reply is not an error.
  std::string code() const;
};

// A stream of server-sent events from a port on loopback.
class DashboardEvents {
 public:
  DashboardEvents(uint16_t port, const std::string& target);
  ~DashboardEvents();
  DashboardEvents(const DashboardEvents&) = delete;
  DashboardEvents& operator=(const DashboardEvents&) = delete;

  // Waits until `text` arrives in the part of the stream after the text that
  // the previous successful call found.
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
  // Added to the variables of every DashboardTree.
  std::vector<std::string> variables;
  // Initial files as {path below the data root, content}. `owner` owns them and
  // their directories.
  std::map<std::string, std::string> files;
  uid_t owner = kHermesUid;
};

// Returns the files of a profile whose gateway has no API and so needs no port.
std::map<std::string, std::string> QuietProfile(const std::string& name);

// hermes-entry as PID 1 with the real gateway and the real dashboard, each on a
// free port. HERMES_DASHBOARD is 1 unless `variables` overrides it.
class DashboardTree {
 public:
  explicit DashboardTree(const DashboardTreeOptions& options = {});

  Container& container() { return container_; }
  Said Hermes(const std::vector<std::string>& arguments,
              uid_t uid = kHermesUid);

  // Waits until the slot's program is ready and its pid is not `other_than`.
  // Returns the pid, or -1 if the deadline passes.
  pid_t WaitUntilReady(const std::string& slot, pid_t other_than = -1);
  // Does the same for the dashboard, and uses that dashboard's port for all
  // later requests.
  pid_t WaitForDashboard(pid_t other_than = -1);
  uint16_t port() const { return port_; }
  // Sets the port of a dashboard that does not run in a slot.
  void SetPort(uint16_t port) { port_ = port; }

  DashboardReply Get(const std::string& target) const;
  // Sends the headers that the dashboard's own page sends.
  DashboardReply Change(const std::string& method, const std::string& target,
                        const std::string& body = "{}") const;
  DashboardReply Operate(const std::string& verb,
                         const std::string& profile) const;
  // Returns the profile's entry in /api/profiles; empty if it has none.
  boost::json::object Profile(const std::string& name) const;
  // Waits until that entry's `member` is `text`.
  bool WaitForProfile(const std::string& name, const char* member,
                      std::string_view text) const;

  // Returns the test's path of a file below the data root.
  std::string Path(const std::string& name) const;
  std::string Data(const std::string& name) const;
  // Returns what the container has printed to both streams.
  std::string Printed();

 private:
  Container container_;
  uint16_t port_ = 0;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_DASHBOARD_TREE_H_
