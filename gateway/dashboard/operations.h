#ifndef GATEWAY_DASHBOARD_OPERATIONS_H_
#define GATEWAY_DASHBOARD_OPERATIONS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "gateway/command/control_request.h"
#include "gateway/config/environment.h"
#include "gateway/control/outcome.h"
#include "gateway/http/message.h"
#include "shim/manager/manager_error.h"

namespace hermes::gateway {

// What an operator does to gateways and profiles, through the same libraries as
// the command line. Calls block, some until a gateway has ended; each returns
// the reply to the request.
class Operations {
 public:
  // `root` is the data root, `container` the process's own environment.
  Operations(std::string root, EnvironmentMap container);

  // Asks for it and does not wait: how it goes is seen in the slot's state.
  http::Response Operate(ControlVerb verb, const std::string& profile) const;

  struct NewProfileRequest {
    std::string name;
    std::string description;
    std::optional<std::string> clone_from;
  };
  // Its slot is registered, down, where something supervises.
  http::Response Create(const NewProfileRequest& request) const;

  // Ends its gateway and removes its slot first.
  http::Response Delete(const std::string& profile) const;

 private:
  std::string root_;
  EnvironmentMap container_;
};

// The reply for a fault of the service manager, and for a profile that cannot
// be made or deleted. Pure.
http::Response ReplyFor(const ManagerError& error);
http::Response ReplyFor(const absl::Status& status);

// The reply for what became of an operation. Pure.
http::Response ReplyFor(const SlotResult& result, ControlVerb verb,
                        const std::string& profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_OPERATIONS_H_
