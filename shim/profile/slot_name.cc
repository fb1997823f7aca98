#include "shim/profile/slot_name.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace hermes {
namespace {

constexpr std::string_view kPrefix = "gateway-";
constexpr size_t kMaxProfileName = 64;

// isalnum() depends on the locale.
bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool IsInner(char c) { return IsLetterOrDigit(c) || c == '_' || c == '-'; }

}  // namespace

bool IsProfileName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxProfileName &&
         IsLetterOrDigit(name.front()) &&
         std::all_of(name.begin(), name.end(), IsInner);
}

std::string SlotName(std::string_view profile) {
  std::string name(kPrefix);
  name.append(profile);
  return name;
}

std::optional<std::string> ProfileOfSlot(std::string_view slot_name) {
  if (slot_name.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
  slot_name.remove_prefix(kPrefix.size());
  if (!IsProfileName(slot_name)) return std::nullopt;
  return std::string(slot_name);
}

bool IsSlotName(std::string_view name) {
  return name == kDashboardSlot || ProfileOfSlot(name).has_value();
}

}  // namespace hermes
