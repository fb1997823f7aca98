#ifndef HERMES_TESTS_HOSTILE_FAULTS_FULL_DISK_H_
#define HERMES_TESTS_HOSTILE_FAULTS_FULL_DISK_H_

namespace hermes::fixture {

// For ContainerOptions::prepare: limits each directory to which a container can
// write (/run, /dev/shm, /tmp and the data) to 1 MiB and 300 files. Ends the
// process if that fails.
void MountSmallDisks();

// Fills all of these directories, so that neither a byte nor a file more can be
// written. Call it in the namespace. ReleaseDisks() undoes it.
void FillDisks();
void ReleaseDisks();

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_FULL_DISK_H_
