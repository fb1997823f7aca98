#include "shim/entry/mask_handover.h"

#include <signal.h>

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/environment.h"

namespace hermes {
namespace {

constexpr std::string_view kVariable = "HERMES_ENTRY_SIGNAL_MASK";
constexpr int kSignals = 64;  // Linux has signals 1 to 64

}  // namespace

// The value is "PID:" and then one 0 or 1 for each signal.
void HandMaskOn(const sigset_t& mask, pid_t pid, Environment& environment) {
  std::string value = std::to_string(pid) + ":";
  for (int signo = 1; signo <= kSignals; ++signo) {
    value.push_back(sigismember(&mask, signo) == 1 ? '1' : '0');
  }
  environment.Set(kVariable, value);
}

std::optional<sigset_t> ConsumeHandedMask(pid_t pid, Environment& environment) {
  std::string_view value = environment.GetOrEmpty(kVariable);
  const std::string prefix = std::to_string(pid) + ":";
  if (value.substr(0, prefix.size()) != prefix) return std::nullopt;
  value.remove_prefix(prefix.size());
  if (value.size() != kSignals) return std::nullopt;
  sigset_t mask;
  sigemptyset(&mask);
  for (int signo = 1; signo <= kSignals; ++signo) {
    if (value[static_cast<size_t>(signo - 1)] == '1') sigaddset(&mask, signo);
  }
  environment.Unset(kVariable);
  return mask;
}

}  // namespace hermes
