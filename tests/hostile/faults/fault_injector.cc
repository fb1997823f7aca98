#include "tests/hostile/faults/fault_injector.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hermes::fixture {
namespace {

constexpr size_t kCommSize = 64;
constexpr size_t kPathSize =
    256;  // of longer paths, only the beginning is read

[[noreturn]] void GiveUp(const char* what) {
  perror(what);
  _exit(1);
}

// Returns a filter that asks for a decision about each of `calls` and allows
// all others.
std::vector<sock_filter> FilterOf(const std::vector<int>& calls) {
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
  };
  for (const int call : calls) {
    filter.push_back(
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(call), 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return filter;
}

// A message with room for one descriptor.
struct DescriptorMessage {
  char byte = 0;
  iovec data = {&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header = {};

  DescriptorMessage() {
    header.msg_iov = &data;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
  }
};

void SendDescriptor(int socket, int fd) {
  DescriptorMessage message;
  cmsghdr* const part = CMSG_FIRSTHDR(&message.header);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof fd);
  memcpy(CMSG_DATA(part), &fd, sizeof fd);
  if (sendmsg(socket, &message.header, 0) != 1) GiveUp("sending the listener");
}

// Returns the name of the program that runs as `pid` in the PID namespace of
// the test. Does not allocate, because the test may fork at the same time.
std::string_view CommOf(int pid, char (&buffer)[kCommSize]) {
  char path[kCommSize];
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  const ssize_t size = read(fd, buffer, sizeof buffer);
  close(fd);
  if (size <= 0) return {};
  return {buffer, static_cast<size_t>(size) - 1};  // without the newline
}

// Returns true if the path at `address` in the memory of `pid` ends with `end`.
// Does not allocate, see above.
bool PathEndsWith(int pid, uint64_t address, std::string_view end) {
  char path[kCommSize];
  snprintf(path, sizeof path, "/proc/%d/mem", pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char buffer[kPathSize];
  const ssize_t size =
      pread(fd, buffer, sizeof buffer, static_cast<off_t>(address));
  close(fd);
  if (size <= 0) return false;
  const std::string_view named(buffer,
                               strnlen(buffer, static_cast<size_t>(size)));
  return named.size() >= end.size() &&
         named.substr(named.size() - end.size()) == end;
}

// Answers statx(2) for the caller, through its descriptor and into its memory.
// Returns false if the call does not concern an open descriptor, or if the
// caller was killed meanwhile and another process may have its pid.
bool AnswerWithoutMounts(int listener, const seccomp_notif& call,
                         seccomp_notif_resp* answer) {
  if (call.data.nr != SYS_statx || (call.data.args[2] & AT_EMPTY_PATH) == 0) {
    return false;
  }
  char path[kCommSize];
  snprintf(path, sizeof path, "/proc/%u/fd/%d", call.pid,
           static_cast<int>(call.data.args[0]));
  struct statx found = {};
  answer->error = statx(AT_FDCWD, path, 0,
                        static_cast<unsigned>(call.data.args[3]), &found) == 0
                      ? 0
                      : -errno;
  constexpr auto kMountRoot = static_cast<uint64_t>(STATX_ATTR_MOUNT_ROOT);
  found.stx_attributes &= ~kMountRoot;
  found.stx_attributes_mask &= ~kMountRoot;
  found.stx_mask &= ~static_cast<uint32_t>(STATX_MNT_ID);
  iovec from = {&found, sizeof found};
  iovec to = {reinterpret_cast<void*>(call.data.args[4]), sizeof found};
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &call.id) == 0 &&
         process_vm_writev(static_cast<pid_t>(call.pid), &from, 1, &to, 1, 0) ==
             static_cast<ssize_t>(sizeof found);
}

}  // namespace

FaultInjector::FaultInjector(std::vector<int> calls)
    : calls_(std::move(calls)), stop_fd_(eventfd(0, EFD_CLOEXEC)) {
  if (stop_fd_ < 0 ||
      socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair_) != 0) {
    throw std::runtime_error("fault injector: no descriptors");
  }
  thread_ = std::thread([this] { Run(); });
}

FaultInjector::~FaultInjector() {
  const uint64_t one = 1;
  if (write(stop_fd_, &one, sizeof one) == sizeof one) thread_.join();
  for (const int fd : {pair_[0], pair_[1], stop_fd_, listener_}) {
    if (fd >= 0) close(fd);
  }
}

std::function<void()> FaultInjector::Preparation() {
  return [this] {
    std::vector<sock_filter> filter = FilterOf(calls_);
    const sock_fprog program = {static_cast<unsigned short>(filter.size()),
                                filter.data()};
    const long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                  SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    if (listener < 0) GiveUp("seccomp");
    SendDescriptor(pair_[1], static_cast<int>(listener));
  };
}

void FaultInjector::Fail(const Fault& fault) {
  const std::lock_guard<std::mutex> lock(mutex_);
  fault_ = fault;
}

void FaultInjector::Heal() {
  const std::lock_guard<std::mutex> lock(mutex_);
  fault_ = {};
  for (const uint64_t id : held_) LetThrough(id);
  held_.clear();
}

int FaultInjector::held() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(held_.size());
}

void FaultInjector::Run() {
  if (!ReceiveListener()) return;
  while (true) {
    pollfd fds[] = {{listener_, POLLIN, 0}, {stop_fd_, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0) continue;
    if (fds[1].revents != 0) return;
    if ((fds[0].revents & POLLIN) != 0) {
      AnswerOne();
    } else if (fds[0].revents != 0) {
      return;  // No process with the filter is left.
    }
  }
}

bool FaultInjector::ReceiveListener() {
  pollfd fds[] = {{pair_[0], POLLIN, 0}, {stop_fd_, POLLIN, 0}};
  while (poll(fds, 2, -1) < 0) {
  }
  if (fds[1].revents != 0) return false;
  DescriptorMessage message;
  if (recvmsg(pair_[0], &message.header, MSG_CMSG_CLOEXEC) != 1) return false;
  const cmsghdr* const part = CMSG_FIRSTHDR(&message.header);
  if (part == nullptr) return false;
  memcpy(&listener_, CMSG_DATA(part), sizeof listener_);
  return true;
}

void FaultInjector::AnswerOne() {
  seccomp_notif call = {};
  if (ioctl(listener_, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!IsHit(call.data, static_cast<int>(call.pid))) return LetThrough(call.id);
  --fault_.times;
  if (fault_.hold) {
    held_.push_back(call.id);
    return;
  }
  seccomp_notif_resp answer = {};
  answer.id = call.id;
  answer.error = -fault_.error;
  if (fault_.hides_mounts && !AnswerWithoutMounts(listener_, call, &answer)) {
    return LetThrough(call.id);
  }
  // A caller that was killed meanwhile needs no answer.
  if (ioctl(listener_, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0) ++failed_;
}

void FaultInjector::LetThrough(uint64_t id) {
  seccomp_notif_resp answer = {};
  answer.id = id;
  answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  // A caller that was killed meanwhile needs no answer.
  if (ioctl(listener_, SECCOMP_IOCTL_NOTIF_SEND, &answer) != 0) return;
}

// Requires that the mutex is locked.
bool FaultInjector::IsHit(const seccomp_data& call, int pid) {
  const std::vector<int>& calls = fault_.calls;
  if (fault_.times <= 0 ||
      std::find(calls.begin(), calls.end(), call.nr) == calls.end()) {
    return false;
  }
  if (!fault_.path.empty() && !PathEndsWith(pid, call.args[1], fault_.path)) {
    return false;
  }
  char buffer[kCommSize];
  const std::string_view comm = CommOf(pid, buffer);
  if (!fault_.comm.empty() && comm != fault_.comm) return false;
  return std::find(fault_.spared.begin(), fault_.spared.end(), comm) ==
         fault_.spared.end();
}

std::vector<int> ForkCalls() {
  return {SYS_clone, SYS_clone3, SYS_fork, SYS_vfork};
}

}  // namespace hermes::fixture
