#ifndef GATEWAY_LOGGING_REDACT_H_
#define GATEWAY_LOGGING_REDACT_H_

#include <string>
#include <vector>

namespace hermes::gateway {

// `text` without what could be a secret, for logs and for error messages.
// [redacted] takes the place of
//   - every occurrence of one of `secrets`; empty ones are passed over,
//   - what follows the word Bearer, and the value of Authorization,
//   - the value of names such as api_key, token, secret, password: after = or
//     :, quoted or not, in JSON, in a query, in YAML,
//   - words that begin as keys of well-known services do (sk-, ghp_, xoxb-),
//   - tokens of Telegram bots, 123456789:AA...,
//   - user and password in a URL.
// Takes a time that is linear in the text, whatever it is. Pure.
std::string Redact(const std::string& text,
                   const std::vector<std::string>& secrets);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_REDACT_H_
