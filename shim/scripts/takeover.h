#ifndef HERMES_SHIM_SCRIPTS_TAKEOVER_H_
#define HERMES_SHIM_SCRIPTS_TAKEOVER_H_

#include <string>
#include <string_view>

namespace hermes {

// Returns true if `marker`, the text of .gateway-takeover.json, names `pid` as
// the process to be replaced. Pure.
bool MarkerNames(std::string_view marker, long long pid);

// Returns true if `state`, the text of gateway_state.json, says that the
// gateway exited because of a takeover. Pure.
bool StateReportsTakeover(std::string_view state);

// Returns true if another gateway has announced that it takes the profile over
// from the process `pid`, which has exited. Looks for the takeover marker and,
// because that process may have consumed the marker, also for the state that it
// left. `home` is the profile's directory. Unreadable files count as absent.
// The result is meaningful only for a gateway that exited with 0.
bool IsTakenOver(const std::string& home, long long pid);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_TAKEOVER_H_
