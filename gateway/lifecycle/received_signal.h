#ifndef GATEWAY_LIFECYCLE_RECEIVED_SIGNAL_H_
#define GATEWAY_LIFECYCLE_RECEIVED_SIGNAL_H_

#include <sys/types.h>

#include <string>

namespace hermes::gateway {

// A signal that was received.
struct ReceivedSignal {
  int signo = 0;
  bool from_process = false;  // by kill(2) or similar; false if by the kernel
  pid_t sender = 0;           // 0: a process outside this pid namespace
};

// Returns text like "SIGTERM from pid 17 (s6-supervise)", naming the sender as
// far as it is known. `comm` is the sender's name, "" if unknown; characters in
// it that are not visible are replaced with '?'. Pure.
std::string DescribeSignal(const ReceivedSignal& signal,
                           const std::string& comm);

// Returns the name (comm) of a process; "" if the process does not exist any
// more or cannot be inspected.
std::string CommOf(pid_t pid);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_RECEIVED_SIGNAL_H_
