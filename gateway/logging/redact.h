#ifndef GATEWAY_LOGGING_REDACT_H_
#define GATEWAY_LOGGING_REDACT_H_

#include <string>
#include <vector>

namespace hermes::gateway {

// `text` with every occurrence of one of `secrets`, and every token behind the
// word Bearer, replaced by [redacted]. Empty secrets are passed over. Pure.
std::string Redact(const std::string& text,
                   const std::vector<std::string>& secrets);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_REDACT_H_
