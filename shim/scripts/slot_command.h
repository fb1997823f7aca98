#ifndef HERMES_SHIM_SCRIPTS_SLOT_COMMAND_H_
#define HERMES_SHIM_SCRIPTS_SLOT_COMMAND_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {

// Returns the argv of the program that a slot supervises. For a gateway:
// `program`, `-p PROFILE` unless the profile is `default`, and `gateway run
// --replace`. For the dashboard: `program dashboard --no-open`, with `--host`
// and `--port` from HERMES_DASHBOARD_HOST and HERMES_DASHBOARD_PORT if these
// are set and not empty. argv[0] is the path under which the program was found,
// because other programs recognise a gateway by its last component. Pure.
std::vector<std::string> SlotCommand(const std::string& program,
                                     std::string_view slot,
                                     const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_SLOT_COMMAND_H_
