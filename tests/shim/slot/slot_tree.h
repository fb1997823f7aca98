#ifndef HERMES_TESTS_SHIM_SLOT_SLOT_TREE_H_
#define HERMES_TESTS_SHIM_SLOT_SLOT_TREE_H_

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/slot/slot_control.h"

namespace hermes::fixture {

// Asks until `condition` holds; false after 30 s, which only a fault lasts.
bool Eventually(const std::function<bool()>& condition);

std::string Slurp(const std::string& path);
void Spill(const std::string& path, std::string_view content);
bool Exists(const std::string& path);
// True while there is such a process and it is no zombie.
bool Alive(pid_t pid);

// A place of a test's own below /tmp: copies of slot_program and slot_gateway
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
  // A slot of `default`, registered down, that kills 5 s after a stop.
  SlotSpec Spec() const;
  ProcessContext Context() const;
  SlotControl Control() const;

 private:
  std::string root_;
};

// A real s6-svscan on the place's scandir, in no shell's company: what it and
// its loggers print is collected as `docker logs` would.
class SlotTree {
 public:
  // `environment` is added to what the slots need and beats it; `uid` also owns
  // the place. `output`, which stays the caller's, is the container's log in
  // place of a file.
  explicit SlotTree(std::vector<std::string> environment = {}, uid_t uid = 0,
                    int output = -1);
  // Ends s6-svscan by TERM and waits for it, which ends every slot in order.
  ~SlotTree();

  const SlotPlace& place() const { return place_; }
  SlotControl& control() { return control_; }
  void Stop();
  // KILLs s6-svscan: supervisors outlive it.
  void KillScanner();

  // Steers the gateway's next lives; see slot_gateway.cc.
  void Order(const std::string& name, std::string_view content = "") const;
  void Revoke(const std::string& name) const;
  // The pids of the lives so far.
  std::vector<pid_t> Lives() const;
  // Waits until there have been `count`; the last one's pid, or 0.
  pid_t AwaitLife(size_t count) const;
  std::string DockerLogs() const;
  std::string LogFile() const;
  std::string Data(const char* record) const;

 private:
  SlotPlace place_;
  SlotControl control_;
  pid_t scanner_ = -1;
};

// `s6-svc -u` itself: as if wanted up from the start, or by another hand.
bool StartBare(const SlotTree& tree, const std::string& slot);

// Calls `action` in a child process with that uid and gid; true if it returned
// true there.
bool AsUid(uid_t uid, const std::function<bool()>& action);

// The pids of processes called `comm` whose working directory is below `path`.
std::vector<pid_t> ProcessesIn(std::string_view comm, const std::string& path);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_SHIM_SLOT_SLOT_TREE_H_
