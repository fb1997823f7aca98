#ifndef HERMES_SHIM_PROFILE_SLOT_NAME_H_
#define HERMES_SHIM_PROFILE_SLOT_NAME_H_

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// True for ^[a-z0-9][a-z0-9_-]{0,63}$; nothing is lower-cased or trimmed.
bool IsProfileName(std::string_view name);

// "gateway-<profile>", the slot's directory name in the scandir.
std::string SlotName(std::string_view profile);

// The slot of the dashboard, which belongs to no profile.
inline constexpr char kDashboardSlot[] = "dashboard";

// True for a name that a slot of ours may have: a gateway's or the dashboard's.
bool IsSlotName(std::string_view name);

// The profile of a slot's directory name; nothing if it is no gateway slot.
std::optional<std::string> ProfileOfSlot(std::string_view slot_name);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_SLOT_NAME_H_
