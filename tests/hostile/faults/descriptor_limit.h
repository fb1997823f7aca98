#ifndef HERMES_TESTS_HOSTILE_FAULTS_DESCRIPTOR_LIMIT_H_
#define HERMES_TESTS_HOSTILE_FAULTS_DESCRIPTOR_LIMIT_H_

#include <string>

namespace hermes::fixture {

// Each runs inside a container (PidNamespace::Call), as root, and leaves the
// calling process with the hermes uid.

// Lowers the soft RLIMIT_NOFILE of every process of the hermes uid, but for
// programs named `spared`, to the descriptors that the process has: it gets no
// further one. What it starts inherits the limit. Returns how many processes
// were limited.
int LimitDescriptors(const std::string& spared);
// Gives every process of the hermes uid its hard limit back.
void ReleaseDescriptors();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_DESCRIPTOR_LIMIT_H_
