#ifndef GATEWAY_API_API_OBSERVER_H_
#define GATEWAY_API_API_OBSERVER_H_

#include <string>

namespace hermes::gateway {

// Who counts what the API does. Called on the loop; must return at once.
class ApiObserver {
 public:
  virtual ~ApiObserver() = default;
  // `route` is RouteName()'s.
  virtual void RequestAnswered(const char* route, int status) = 0;
  // By the code of the error's body.
  virtual void ErrorAnswered(const std::string& code) = 0;
  virtual void StreamOpened() = 0;
  virtual void StreamClosed() = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_API_API_OBSERVER_H_
