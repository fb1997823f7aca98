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

// What is known of one slot, or of a profile without one.
struct SlotReport {
  std::string profile;  // "" for the dashboard
  bool is_current = false;
  SlotView view;
  std::string error;  // not "": why the state is not known
  Intent intent = Intent::kNone;
  // Who holds gateway.lock; asked only where no supervised gateway is up.
  std::optional<ProfileLock> lock;
};

// What `gateway status` and `gateway list` tell.
struct ControlReport {
  bool supervised = false;
  std::vector<SlotReport> gateways;     // the current one among them
  std::optional<SlotReport> dashboard;  // where something supervises
};

// What --json tells of a slot, and of a gateway's or a profile without one; the
// members are in docs/reference.md. Pure.
boost::json::object SlotObject(const SlotReport& report);
boost::json::object GatewayObject(const SlotReport& report);

// The document of --json, with a newline; its schema is in docs/reference.md.
// Pure.
std::string JsonText(const ControlReport& report);

// `gateway status`: the current profile's gateway, with `details` all that is
// known of it; the dashboard; the others in a line each. Pure.
std::string StatusText(const ControlReport& report, bool details);

// `gateway list`: a line for each gateway. Pure.
std::string ListText(const ControlReport& report);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_SLOT_REPORT_H_
