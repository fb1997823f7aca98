#include "tests/gateway/session/counting_vfs.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <map>

namespace hermes::gateway {
namespace {

std::atomic<int64_t> flushes = 0;
sqlite3_vfs* real = nullptr;
int (*real_sync)(sqlite3_file*, int) = nullptr;

int CountedSync(sqlite3_file* file, int flags) {
  ++flushes;
  return real_sync(file, flags);
}

// Returns a copy of `methods` whose xSync counts. Not thread-safe: only one
// thread opens files.
const sqlite3_io_methods* Counted(const sqlite3_io_methods* methods) {
  static std::map<const sqlite3_io_methods*, sqlite3_io_methods> all;
  const auto [at, is_new] = all.try_emplace(methods, *methods);
  if (is_new) {
    real_sync = methods->xSync;
    at->second.xSync = &CountedSync;
  }
  return &at->second;
}

int CountedOpen(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags,
                int* out_flags) {
  const int result = real->xOpen(real, name, file, flags, out_flags);
  if (file->pMethods != nullptr) file->pMethods = Counted(file->pMethods);
  return result;
}

}  // namespace

void CountFlushes() {
  if (real != nullptr) return;
  real = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs counting = *real;
  counting.zName = "counting";
  counting.pNext = nullptr;
  counting.xOpen = &CountedOpen;
  ASSERT_EQ(sqlite3_vfs_register(&counting, 1), SQLITE_OK);
}

int64_t Flushes() { return flushes; }

}  // namespace hermes::gateway
