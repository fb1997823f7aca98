#include "gateway/logging/secret_list.h"

#include <algorithm>

#include "gateway/logging/redact.h"

namespace hermes::gateway {

void SecretList::Add(const std::string& secret) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const bool known =
      std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end();
  if (!secret.empty() && !known) secrets_.push_back(secret);
}

std::string SecretList::Mask(const std::string& text) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return Redact(text, secrets_);
}

}  // namespace hermes::gateway
