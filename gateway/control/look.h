#ifndef GATEWAY_CONTROL_LOOK_H_
#define GATEWAY_CONTROL_LOOK_H_

#include <string>

#include "gateway/control/slot_report.h"
#include "shim/manager/service_manager.h"

namespace hermes::gateway {

// Collects the report: every slot, and every profile below `root` that has no
// slot. `current` is the profile in force. `manager` is null if no supervisor
// runs. Changes nothing.
ControlReport Look(ServiceManager* manager, const std::string& root,
                   const std::string& current);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_LOOK_H_
