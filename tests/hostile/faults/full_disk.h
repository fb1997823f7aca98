#ifndef HERMES_TESTS_HOSTILE_FAULTS_FULL_DISK_H_
#define HERMES_TESTS_HOSTILE_FAULTS_FULL_DISK_H_

namespace hermes::fixture {

// For ContainerOptions::prepare: everything that a container can write to
// (/run, /dev/shm, /tmp and the data) has 1 MiB and 300 files each. Ends the
// process if that fails.
void MountSmallDisks();

// In the namespace: fills all of these, so that neither a byte nor a file more
// can be written. ReleaseDisks() undoes it.
void FillDisks();
void ReleaseDisks();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_FULL_DISK_H_
