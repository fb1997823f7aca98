#ifndef GATEWAY_LOGGING_SECRET_LIST_H_
#define GATEWAY_LOGGING_SECRET_LIST_H_

#include <mutex>
#include <string>
#include <vector>

namespace hermes::gateway {

// The secrets that this process knows of, and that no log may show. It only
// grows. For all threads.
class SecretList {
 public:
  // From now on `secret` never appears; "" is passed over.
  void Add(const std::string& secret);

  // Redact(), with all secrets so far.
  std::string Mask(const std::string& text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_SECRET_LIST_H_
