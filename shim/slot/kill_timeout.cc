#include "shim/slot/kill_timeout.h"

#include <fcntl.h>

#include <string>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

constexpr int kDefaultMs = 75000;
constexpr long kFinishAllowanceMs = 10000;

}  // namespace

int KillTimeoutMs(const std::string& slot_path) {
  const Expected<std::string> text =
      ReadSmallFile(AT_FDCWD, slot_path + "/timeout-kill", 64);
  const int value =
      text.ok() ? ParseNumberInFirstLine<int>(text.value()).value_or(0) : 0;
  return value > 0 ? value : kDefaultMs;
}

long EndDeadlineMs(const std::string& slot_path) {
  return KillTimeoutMs(slot_path) + kFinishAllowanceMs;
}

}  // namespace hermes
