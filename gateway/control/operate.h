#ifndef GATEWAY_CONTROL_OPERATE_H_
#define GATEWAY_CONTROL_OPERATE_H_

#include <string>
#include <vector>

#include "gateway/command/control_request.h"
#include "gateway/control/outcome.h"
#include "shim/manager/service_manager.h"

namespace hermes::gateway {

// Starts, stops or restarts the gateways of `profiles`, whose directories
// exist; a profile without a slot gets one first. Sends every request before it
// waits for any, and sends the others if one fails. Waits 4.5 s in total for
// starts or restarts; for stops until all have ended, each for as long as its
// slot allows. A stop signal ends this process during a wait.
std::vector<SlotResult> Operate(ServiceManager& manager,
                                const ControlRequest& request,
                                const std::vector<std::string>& profiles);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_OPERATE_H_
