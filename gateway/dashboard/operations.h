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

namespace hermes::gateway::dashboard {

// Operates gateways and profiles for the dashboard's user, through the same
// libraries as the command line. Calls block, some until a gateway has ended;
// each returns the reply to the request.
class Operations {
 public:
  // `root` is the data root; `container` is this process's own environment.
  Operations(std::string root, EnvironmentMap container);

  // Requests the operation without waiting for its result, which the slot's
  // state will show.
  http::Response Operate(ControlVerb verb, const std::string& profile) const;

  struct NewProfileRequest {
    std::string name;
    std::string description;
    std::optional<std::string> clone_from;
  };
  // Creates the profile. If this container supervises, also registers its slot,
  // which stays down.
  http::Response Create(const NewProfileRequest& request) const;

  // Stops the profile's gateway, removes its slot, then deletes the profile.
  http::Response Delete(const std::string& profile) const;

 private:
  std::string root_;
  EnvironmentMap container_;
};

// Return the reply for an error of the service manager, and for a profile that
// cannot be created or deleted. Pure.
http::Response ResponseFor(const ManagerError& error);
http::Response ResponseFor(const absl::Status& status);

// Returns the reply that describes the result of an operation. Pure.
http::Response ResponseFor(const SlotResult& result, ControlVerb verb,
                           const std::string& profile);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_OPERATIONS_H_
