#ifndef TESTS_GATEWAY_SESSION_COUNTING_VFS_H_
#define TESTS_GATEWAY_SESSION_COUNTING_VFS_H_

#include <cstdint>

namespace hermes::gateway {

// Counts from now on how often SQLite asks the kernel to flush a file to the
// disk, in the whole process. Call it before any database is opened.
void CountFlushes();
int64_t Flushes();

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_SESSION_COUNTING_VFS_H_
