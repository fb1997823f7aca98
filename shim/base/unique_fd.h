#ifndef HERMES_SHIM_BASE_UNIQUE_FD_H_
#define HERMES_SHIM_BASE_UNIQUE_FD_H_

#include <unistd.h>

#include <utility>

namespace hermes {

// Owns a file descriptor and closes it. It does not convert to int: use get().
// Never retries close() on EINTR, because Linux has closed the descriptor by
// then.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    reset(other.release());
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  // Gives up ownership: the caller must close the descriptor.
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1) {
    const int old = std::exchange(fd_, fd);
    if (old >= 0) close(old);
  }

 private:
  int fd_ = -1;
};

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_UNIQUE_FD_H_
