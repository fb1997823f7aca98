#include "shim/base/trim_memory.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

// Returns a value of /proc/self/status in KiB.
long StatusKib(const std::string& key) {
  const Expected<std::string> status =
      ReadSmallFile(AT_FDCWD, "/proc/self/status");
  EXPECT_TRUE(status.ok());
  const size_t at = status.value().find(key + ":");
  EXPECT_NE(at, std::string::npos) << key;
  return strtol(status.value().c_str() + at + key.size() + 1, nullptr, 10);
}

TEST(TrimMemoryTest, ReturnsFreedHeapToKernel) {
  std::vector<std::unique_ptr<std::string>> blocks;
  for (int i = 0; i < 4096; ++i) {
    blocks.push_back(std::make_unique<std::string>(1024, 'x'));
  }
  const long before = StatusKib("RssAnon");
  blocks.clear();
  TrimMemory();
  EXPECT_LT(StatusKib("RssAnon"), before - 2048);
}

TEST(TrimMemoryTest, ReleasesCodeThatCanStillRun) {
  const long before = StatusKib("RssFile");
  TrimMemory();
  EXPECT_LT(StatusKib("RssFile"), before);
  EXPECT_EQ(std::to_string(before).find('-'), std::string::npos);
}

}  // namespace
}  // namespace hermes
