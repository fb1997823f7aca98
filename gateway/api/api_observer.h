#ifndef GATEWAY_API_API_OBSERVER_H_
#define GATEWAY_API_API_OBSERVER_H_

#include <string>

namespace hermes::gateway {

// Is notified of the API's replies, for metrics. Called on the event loop; must
// not block.
class ApiObserver {
 public:
  virtual ~ApiObserver() = default;
  // `route` is a name that RouteName() returned.
  virtual void RequestAnswered(const char* route, int status) = 0;
  // `code` is the code in the error's body.
  virtual void ErrorAnswered(const std::string& code) = 0;
  virtual void StreamOpened() = 0;
  virtual void StreamClosed() = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_API_API_OBSERVER_H_
