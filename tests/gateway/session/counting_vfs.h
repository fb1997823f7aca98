#ifndef TESTS_GATEWAY_SESSION_COUNTING_VFS_H_
#define TESTS_GATEWAY_SESSION_COUNTING_VFS_H_

#include <cstdint>

namespace hermes::gateway {

// Makes SQLite count, from now on and in all of this process, how often it has
// the kernel flush a file to the disk. Call it before anything is opened.
void CountFlushes();
int64_t Flushes();

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_SESSION_COUNTING_VFS_H_
