#ifndef HERMES_TESTS_SHIM_SLOT_SLOT_TREE_H_
#define HERMES_TESTS_SHIM_SLOT_SLOT_TREE_H_

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/slot/slot_control.h"
#include "shim/slot/slot_status.h"

namespace hermes::fixture {

// Polls until `condition` holds. Returns false after 30 s, which only a fault
// can take.
bool Eventually(const std::function<bool()>& condition);

std::string Slurp(const std::string& path);
void Spill(const std::string& path, std::string_view content);
bool Exists(const std::string& path);
// Returns true while the process exists and is not a zombie.
bool Alive(pid_t pid);

// A directory below /tmp for one test: copies of slot_program and slot_gateway
// (any uid may execute them), a data root and a scandir. Removed at the end.
class SlotPlace {
 public:
  SlotPlace();
  ~SlotPlace();
  SlotPlace(const SlotPlace&) = delete;
  SlotPlace& operator=(const SlotPlace&) = delete;

  std::string Path(std::string_view name) const;
  std::string scandir() const { return Path("service"); }
  std::string home() const { return Path("data"); }
  std::string orders() const { return Path("orders"); }
  // The slot of `default`, registered down, killed 5 s after a stop.
  SlotSpec Spec() const;
  ProcessContext Context() const;
  SlotControl Control() const;

 private:
  std::string root_;
};

// A real s6-svscan on the place's scandir, started without a shell. The output
// of it and of its loggers is collected as `docker logs` would do.
class SlotTree {
 public:
  // `environment` is added to the variables that the slots need and overrides
  // them. `uid` also owns the place. `output`, which the caller still owns,
  // replaces the file that collects the container's log.
  explicit SlotTree(std::vector<std::string> environment = {}, uid_t uid = 0,
                    int output = -1);
  // Ends s6-svscan with TERM, which ends every slot in order, and waits for it.
  ~SlotTree();

  const SlotPlace& place() const { return place_; }
  SlotControl& control() { return control_; }
  // Returns the slot's status. Waits until s6-supervise has written one: it
  // listens a moment earlier. Fails the test if that does not happen.
  SlotStatus Status(const std::string& slot = "gateway-default");
  void Stop();
  // KILLs s6-svscan; its supervisors survive.
  void KillScanner();

  // Controls the next lives of the gateway; see slot_gateway.cc.
  void Order(const std::string& name, std::string_view content = "") const;
  void Revoke(const std::string& name) const;
  // Returns the pids of the lives so far.
  std::vector<pid_t> Lives() const;
  // Waits until there have been `count` lives. Returns the last one's pid, or
  // 0.
  pid_t AwaitLife(size_t count) const;
  std::string DockerLogs() const;
  std::string LogFile() const;
  std::string Data(const char* record) const;

 private:
  SlotPlace place_;
  SlotControl control_;
  pid_t scanner_ = -1;
};

// Runs `s6-svc -u`, without the other effects of SlotControl::WantUp(): as if
// the slot had been wanted up from the start.
bool StartBare(const SlotTree& tree, const std::string& slot);

// Calls `action` in a child process with that uid and gid. Returns true if
// `action` returned true.
bool AsUid(uid_t uid, const std::function<bool()>& action);

// Returns the pids of processes called `comm` whose working directory is below
// `path`.
std::vector<pid_t> ProcessesIn(std::string_view comm, const std::string& path);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_SHIM_SLOT_SLOT_TREE_H_
