#ifndef TESTS_GATEWAY_SMALL_DISK_H_
#define TESTS_GATEWAY_SMALL_DISK_H_

#include <cstddef>
#include <string>

#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {

// A tmpfs of 1 MiB on a directory, in a mount namespace that the calling thread
// gets when it makes the first one, and that its children share. Needs root.
// Unmounted at the end, when nothing may be open there any more.
class SmallDisk {
 public:
  // `directory` must outlive this; its own descriptor stays below the mount.
  explicit SmallDisk(const TempDirectory& directory);
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk();

  // The mounted directory.
  int fd() const { return fd_.get(); }

  // Takes all space that is left but for `spare` bytes, and gives it back.
  void Fill(size_t spare);
  void MakeRoom();

 private:
  const std::string path_;
  UniqueFd fd_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_SMALL_DISK_H_
