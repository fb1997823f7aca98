#ifndef HERMES_TESTS_HOSTILE_FAULTS_DESCRIPTOR_LIMIT_H_
#define HERMES_TESTS_HOSTILE_FAULTS_DESCRIPTOR_LIMIT_H_

#include <string>

namespace hermes::fixture {

// Call these functions inside a container (PidNamespace::Call) as root. They
// leave the calling process with the hermes uid.

// Lowers the soft RLIMIT_NOFILE of every process of the hermes uid, except
// programs named `spared`, to the descriptors that the process has, so that it
// can open no further one. Processes that it starts inherit the limit. Returns
// how many processes were limited.
int LimitDescriptors(const std::string& spared);
// Raises the soft limit of every process of the hermes uid to its hard limit
// again.
void ReleaseDescriptors();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_DESCRIPTOR_LIMIT_H_
