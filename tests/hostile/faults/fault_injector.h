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
  int error = 0;           // the errno that they fail with
  // Instead: statx(2) of an open descriptor, with AT_EMPTY_PATH, answers as
  // Linux before 5.8 does, which knows neither mount roots nor mount ids.
  bool hides_mounts = false;
  std::string comm = {};  // programs of this name alone, if not empty
  std::vector<std::string> spared = {};  // programs of any name but these
  // Calls about a path that ends with this alone, if not empty. `calls` then
  // are ones whose second argument is a path (openat, newfstatat).
  std::string path = {};
  // Instead of failing, calls do not return until Heal().
  bool hold = false;
  int times = std::numeric_limits<int>::max();  // how many calls fail at most
};

// Makes system calls of a container's processes fail, at any moment, by a
// seccomp filter that asks this process what becomes of a call. The filter is
// inherited by everything that PID 1 starts, but not by what the test itself
// starts in the namespace, as `docker exec` would. Must outlive the container,
// whose calls fail with ENOSYS otherwise. Needs root and Linux 5.5.
class FaultInjector {
 public:
  // `calls`: every system call that some fault will be about. Each costs its
  // caller a round trip through this process, whether it fails or not.
  explicit FaultInjector(std::vector<int> calls);
  ~FaultInjector();
  FaultInjector(const FaultInjector&) = delete;
  FaultInjector& operator=(const FaultInjector&) = delete;

  // For ContainerOptions::prepare: installs the filter in what will be PID 1.
  std::function<void()> Preparation();

  // From now on calls fail as `fault` says, instead of as the last one said.
  void Fail(const Fault& fault);
  // From now on no call fails, and those that were held are made.
  void Heal();
  // How many calls have failed, or were answered otherwise, by any fault.
  int failed() const { return failed_; }
  // How many calls are held. One whose caller has been killed still counts.
  int held() const;

 private:
  void Run();
  bool ReceiveListener();
  void AnswerOne();
  // True if the fault in force is about this call.
  bool IsHit(const seccomp_data& call, int pid);
  void LetThrough(uint64_t id);

  const std::vector<int> calls_;
  int pair_[2];  // the test's end, the end of what will be PID 1
  int stop_fd_;
  int listener_ = -1;
  mutable std::mutex mutex_;
  Fault fault_;
  std::vector<uint64_t> held_;
  std::atomic<int> failed_{0};
  std::thread thread_;
};

// Every way to make a process.
std::vector<int> ForkCalls();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_FAULT_INJECTOR_H_
