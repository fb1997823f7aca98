#ifndef HERMES_SHIM_PROFILE_SLOT_NAME_H_
#define HERMES_SHIM_PROFILE_SLOT_NAME_H_

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// Returns true if `name` matches ^[a-z0-9][a-z0-9_-]{0,63}$. Does not convert
// upper case or trim spaces.
bool IsProfileName(std::string_view name);

// Returns "gateway-<profile>", the slot's directory name in the scan directory.
std::string SlotName(std::string_view profile);

// The slot of the dashboard, which belongs to no profile.
inline constexpr char kDashboardSlot[] = "dashboard";

// Returns true if `name` is the name of a gateway's or the dashboard's slot.
bool IsSlotName(std::string_view name);

// Returns the profile of a slot's directory name, or std::nullopt if it is not
// the name of a gateway's slot.
std::optional<std::string> ProfileOfSlot(std::string_view slot_name);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_SLOT_NAME_H_
