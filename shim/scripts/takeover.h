#ifndef HERMES_SHIM_SCRIPTS_TAKEOVER_H_
#define HERMES_SHIM_SCRIPTS_TAKEOVER_H_

#include <string>
#include <string_view>

namespace hermes {

// True if `marker`, the text of .gateway-takeover.json, names `pid` as the
// process that is taken over. Pure.
bool MarkerNames(std::string_view marker, long long pid);

// True if `state`, the text of gateway_state.json, says that the gateway ended
// for a takeover. Pure.
bool StateTellsTakeover(std::string_view state);

// True if another gateway said that it takes the profile over from the dead
// process `pid`: by its marker, or, because the dead one may have used that up,
// by the state that the dead one left. `home` is the profile's directory.
// Unreadable files say nothing. Only meaningful for a gateway that exited with
// 0.
bool IsTakenOver(const std::string& home, long long pid);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_TAKEOVER_H_
