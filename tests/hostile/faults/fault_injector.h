#ifndef HERMES_TESTS_HOSTILE_FAULTS_FAULT_INJECTOR_H_
#define HERMES_TESTS_HOSTILE_FAULTS_FAULT_INJECTOR_H_

#include <linux/seccomp.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hermes::fixture {

// A rule by which system calls fail.
struct Fault {
  std::vector<int> calls;  // numbers (SYS_openat …)
  int error = 0;           // the errno with which they fail
  // If true, the calls do not fail: statx(2) of an open descriptor, with
  // AT_EMPTY_PATH, answers like Linux before 5.8, which reports neither mount
  // roots nor mount ids.
  bool hides_mounts = false;
  // If not empty, only programs of this name (comm) are affected.
  std::string comm = {};
  std::vector<std::string> spared = {};  // programs that are not affected
  // If not empty, only calls whose path ends with `path` are affected. `calls`
  // must then contain only calls whose second argument is a path (openat,
  // newfstatat).
  std::string path = {};
  // If true, calls do not fail but do not return until Heal().
  bool hold = false;
  int times = std::numeric_limits<int>::max();  // how many calls fail at most
};

// Makes system calls of a container's processes fail at any moment, by a
// seccomp filter that asks this process to decide about each call. All
// processes that PID 1 starts inherit the filter; processes that the test
// itself starts in the namespace, as `docker exec` would, do not have it. This
// object must outlive the container: without it, the container's calls fail
// with ENOSYS. Needs root and Linux 5.5.
class FaultInjector {
 public:
  // `calls` must contain every system call that any fault will name. Each of
  // them costs its caller a round trip through this process, whether it fails
  // or not.
  explicit FaultInjector(std::vector<int> calls);
  ~FaultInjector();
  FaultInjector(const FaultInjector&) = delete;
  FaultInjector& operator=(const FaultInjector&) = delete;

  // Returns a function for ContainerOptions::prepare, which installs the filter
  // in the process that will be PID 1.
  std::function<void()> Preparation();

  // Makes calls fail by `fault` from now on, and no longer by the fault before.
  void Fail(const Fault& fault);
  // Makes no call fail from now on, and executes the calls that are held.
  void Heal();
  // Returns how many calls have failed, or were answered differently, by any
  // fault.
  int failed() const { return failed_; }
  // Returns how many calls are held. Includes calls of processes that were
  // killed meanwhile.
  int held() const;

 private:
  void Run();
  bool ReceiveListener();
  void AnswerOne();
  // Returns true if the current fault applies to this call.
  bool IsHit(const seccomp_data& call, int pid);
  void LetThrough(uint64_t id);

  const std::vector<int> calls_;
  int pair_[2];  // a socket pair: the test's end, PID 1's end
  int stop_fd_;
  int listener_ = -1;
  mutable std::mutex mutex_;
  Fault fault_;
  std::vector<uint64_t> held_;
  std::atomic<int> failed_{0};
  std::thread thread_;
};

// Returns all system calls that create a process or a thread.
std::vector<int> ForkCalls();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_FAULT_INJECTOR_H_
