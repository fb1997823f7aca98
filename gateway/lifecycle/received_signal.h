#ifndef GATEWAY_LIFECYCLE_RECEIVED_SIGNAL_H_
#define GATEWAY_LIFECYCLE_RECEIVED_SIGNAL_H_

#include <sys/types.h>

#include <string>

namespace hermes::gateway {

// A signal as it came.
struct ReceivedSignal {
  int signo = 0;
  bool from_process = false;  // by kill(2) or its like; else by the kernel
  pid_t sender = 0;           // of a process; 0: one outside this pid namespace
};

// "SIGTERM from pid 17 (s6-supervise)": who sent it, as far as that can still
// be told. `comm` is the sender's name, "" if it is not known; what is no
// visible character in it comes as '?'. Pure.
std::string DescribeSignal(const ReceivedSignal& signal,
                           const std::string& comm);

// The name (comm) of a process; "" if it has gone or hides.
std::string CommOf(pid_t pid);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_RECEIVED_SIGNAL_H_
