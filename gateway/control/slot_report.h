#ifndef GATEWAY_CONTROL_SLOT_REPORT_H_
#define GATEWAY_CONTROL_SLOT_REPORT_H_

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "shim/manager/service_manager.h"
#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"

namespace hermes::gateway {

// What is known about one slot, or about a profile without one.
struct SlotReport {
  std::string profile;  // "" for the dashboard
  bool is_current = false;
  SlotView view;
  std::string error;  // why the state is not known; "" if it is known
  Intent intent = Intent::kNone;
  // The holder of gateway.lock; looked up only if no supervised gateway is up.
  std::optional<ProfileLock> lock;
};

// The content of `gateway status` and `gateway list`.
struct ControlReport {
  bool supervised = false;
  std::vector<SlotReport> gateways;     // including the current one
  std::optional<SlotReport> dashboard;  // if a supervisor runs
};

// Return the --json object of a slot, and of a gateway or a profile without
// one; docs/reference.md has the members. Pure.
boost::json::object SlotObject(const SlotReport& report);
boost::json::object GatewayObject(const SlotReport& report);

// Returns the --json document, with a newline; docs/reference.md has its
// schema. Pure.
std::string JsonText(const ControlReport& report);

// Returns the text of `gateway status`: the current profile's gateway, with all
// that is known about it if `details`; the dashboard; one line for each other
// gateway. Pure.
std::string StatusText(const ControlReport& report, bool details);

// Returns the text of `gateway list`: one line for each gateway. Pure.
std::string ListText(const ControlReport& report);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_SLOT_REPORT_H_
