#ifndef GATEWAY_API_OBSERVER_H_
#define GATEWAY_API_OBSERVER_H_

#include <string>

namespace hermes::gateway::api {

// Is notified of the API's replies, for metrics. Called on the event loop; must
// not block.
class Observer {
 public:
  virtual ~Observer() = default;
  // `route` is a name that RouteName() returned.
  virtual void RequestAnswered(const char* route, int status) = 0;
  // `code` is the code in the error's body.
  virtual void ErrorAnswered(const std::string& code) = 0;
  virtual void StreamOpened() = 0;
  virtual void StreamClosed() = 0;
};

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_OBSERVER_H_
