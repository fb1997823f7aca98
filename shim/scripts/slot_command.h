#ifndef HERMES_SHIM_SCRIPTS_SLOT_COMMAND_H_
#define HERMES_SHIM_SCRIPTS_SLOT_COMMAND_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {

// The argv of what a slot supervises. A gateway's: `program`, `-p PROFILE`
// unless that is `default`, and `gateway run --replace`. The dashboard's:
// `program dashboard --no-open`, with `--host` and `--port` from
// HERMES_DASHBOARD_HOST and _PORT where these are set and not empty. argv[0] is
// the path as it was found, since other programs recognise a gateway by its
// last component. Pure.
std::vector<std::string> SlotCommand(const std::string& program,
                                     std::string_view slot,
                                     const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_SLOT_COMMAND_H_
