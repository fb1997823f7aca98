#include "shim/slot/supervisor.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <string>

#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

std::string LogOf(const std::string& slot_path) { return slot_path + "/log"; }

bool HasLogger(const std::string& slot_path) {
  struct stat st;
  return lstat(LogOf(slot_path).c_str(), &st) == 0;
}

}  // namespace

bool HasSupervisor(const std::string& service_directory) {
  const std::string fifo = service_directory + "/supervise/control";
  const UniqueFd fd(
      open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW));
  return fd.valid();
}

bool IsSupervised(const std::string& slot_path) {
  return HasSupervisor(slot_path) &&
         (!HasLogger(slot_path) || HasSupervisor(LogOf(slot_path)));
}

bool IsPartlySupervised(const std::string& slot_path) {
  return HasSupervisor(slot_path) || HasSupervisor(LogOf(slot_path));
}

}  // namespace hermes
