#ifndef TESTS_GATEWAY_SMALL_DISK_H_
#define TESTS_GATEWAY_SMALL_DISK_H_

#include <cstddef>
#include <string>

#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {

// Mounts a tmpfs of 1 MiB on a directory. The calling thread enters its own
// mount namespace for the first one; its children share that namespace. Needs
// root. The destructor unmounts it; no file there may then be open.
class SmallDisk {
 public:
  // `directory` must outlive this object; its own descriptor still refers to
  // the directory below the mount.
  explicit SmallDisk(const TempDirectory& directory);
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk();

  // Returns a descriptor of the mounted directory.
  int fd() const { return fd_.get(); }

  // Fill() uses all space except `spare` bytes; MakeRoom() frees it again.
  void Fill(size_t spare);
  void MakeRoom();

 private:
  const std::string path_;
  UniqueFd fd_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_SMALL_DISK_H_
