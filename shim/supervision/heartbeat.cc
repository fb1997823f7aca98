#include "shim/supervision/heartbeat.h"

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/trim_memory.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/slot_control.h"
#include "shim/supervision/heartbeat_wait.h"
#include "shim/supervision/on_fatal.h"
#include "shim/supervision/service_notice.h"
#include "shim/supervision/settings.h"
#include "shim/supervision/signal_action.h"

namespace hermes {
namespace {

void ForwardSignal(SlotControl& control, const std::string& profile,
                   int signo) {
  const Expected<void> sent = control.SendSignal(SlotName(profile), signo);
  if (!sent.ok()) Say({"signal not forwarded: ", Describe(sent.error())});
}

}  // namespace

int RunHeartbeat(HeartbeatWait& wait, SlotControl& control,
                 const std::string& profile, const Environment& environment,
                 const SupervisionSettings& settings,
                 absl::FunctionRef<std::optional<int>()> on_child_exit) {
  if (wait.unreported().has_value()) {
    Say({UnreportedLine(profile, *wait.unreported())});
  }
  TrimMemory();
  while (true) {
    const HeartbeatEvent event = wait.Next();
    if (event.signo == 0) {
      Say({FatalLine(profile, event.failed_code, settings.on_fatal)});
      if (settings.on_fatal == OnFatal::kStay) continue;
      return FatalExitCode(event.failed_code);
    }
    switch (HeartbeatActionFor(event.signo)) {
      case SignalAction::kReap:
        if (const std::optional<int> end = on_child_exit()) return *end;
        break;
      case SignalAction::kStop:
        NotifyServiceManager(environment, kStoppingNotice);
        return HeartbeatExitCode(event.signo, settings.term_exit_code);
      case SignalAction::kForwardToSlot:
        ForwardSignal(control, profile, event.signo);
        break;
      case SignalAction::kForwardToCommand:
      case SignalAction::kIgnore:
        break;
    }
  }
}

}  // namespace hermes
