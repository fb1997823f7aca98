#ifndef GATEWAY_LOGGING_REDACT_H_
#define GATEWAY_LOGGING_REDACT_H_

#include <string>
#include <vector>

namespace hermes::gateway {

// Returns `text` without possible secrets, for logs and error messages.
// Replaces with [redacted]
//   - every occurrence of one of `secrets`, except empty ones,
//   - what follows the word Bearer, and the value of Authorization,
//   - the value of names such as api_key, token, secret, password: after = or
//     :, quoted or not, in JSON, in a query, in YAML,
//   - words with the prefix of a well-known service's keys (sk-, ghp_, xoxb-),
//   - tokens of Telegram bots, 123456789:AA...,
//   - user and password in a URL.
// Takes linear time for every text. Pure.
std::string Redact(const std::string& text,
                   const std::vector<std::string>& secrets);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_REDACT_H_
