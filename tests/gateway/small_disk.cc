#include "tests/gateway/small_disk.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace hermes::gateway {
namespace {

constexpr char kBallast[] = "ballast";

bool LeaveMountNamespace() {
  return unshare(CLONE_NEWNS) == 0 &&
         mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

}  // namespace

SmallDisk::SmallDisk(const TempDirectory& directory) : path_(directory.path()) {
  static const bool left = LeaveMountNamespace();
  EXPECT_TRUE(left) << "needs root";
  if (!left) return;
  EXPECT_EQ(mount("none", path_.c_str(), "tmpfs", 0, "size=1m"), 0);
  fd_.reset(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

SmallDisk::~SmallDisk() {
  if (!fd_.valid()) return;
  fd_.reset();
  EXPECT_EQ(umount(path_.c_str()), 0);
}

void SmallDisk::Fill(size_t spare) {
  const UniqueFd file(
      openat(fd_.get(), kBallast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  const std::string page(4096, 'x');
  while (write(file.get(), page.data(), page.size()) > 0) {
  }
  const off_t size = lseek(file.get(), 0, SEEK_CUR);
  ASSERT_EQ(ftruncate(file.get(), size - static_cast<off_t>(spare)), 0);
}

void SmallDisk::MakeRoom() { unlinkat(fd_.get(), kBallast, 0); }

}  // namespace hermes::gateway
