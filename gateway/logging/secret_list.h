#ifndef GATEWAY_LOGGING_SECRET_LIST_H_
#define GATEWAY_LOGGING_SECRET_LIST_H_

#include <mutex>
#include <string>
#include <vector>

namespace hermes::gateway {

// The secrets known to this process, which no log may show. Secrets are only
// ever added. Thread-safe.
class SecretList {
 public:
  // Masks `secret` from now on; ignores "".
  void Add(const std::string& secret);

  // Returns Redact() of `text` with all secrets added so far.
  std::string Mask(const std::string& text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_SECRET_LIST_H_
