#include "shim/scripts/slot_command.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/profile/slot_name.h"

namespace hermes {
namespace {

void AddOption(const char* option, std::string_view value,
               std::vector<std::string>& argv) {
  if (value.empty()) return;
  argv.emplace_back(option);
  argv.emplace_back(value);
}

}  // namespace

std::vector<std::string> SlotCommand(const std::string& program,
                                     std::string_view slot,
                                     const Environment& environment) {
  std::vector<std::string> argv = {program};
  if (slot == kDashboardSlot) {
    argv.insert(argv.end(), {"dashboard", "--no-open"});
    AddOption("--host", environment.GetOrEmpty("HERMES_DASHBOARD_HOST"), argv);
    AddOption("--port", environment.GetOrEmpty("HERMES_DASHBOARD_PORT"), argv);
    return argv;
  }
  const std::string profile = ProfileOfSlot(slot).value_or("default");
  if (profile != "default") AddOption("-p", profile, argv);
  argv.insert(argv.end(), {"gateway", "run", "--replace"});
  return argv;
}

}  // namespace hermes
