#ifndef GATEWAY_FILES_UNIQUE_FD_H_
#define GATEWAY_FILES_UNIQUE_FD_H_

#include <unistd.h>

#include <utility>

namespace hermes::gateway {

// Owns one file descriptor; -1 is "none". Closes it when it goes. Move-only.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    reset(other.release());
    return *this;
  }
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  // Gives the descriptor away without closing it.
  int release() { return std::exchange(fd_, -1); }
  // Closes what is owned, never retrying, and owns `fd` from now on.
  void reset(int fd = -1) {
    const int old = std::exchange(fd_, fd);
    if (old >= 0) close(old);
  }

 private:
  int fd_ = -1;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_UNIQUE_FD_H_
