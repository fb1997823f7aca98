#ifndef GATEWAY_UPSTREAM_FAILURE_H_
#define GATEWAY_UPSTREAM_FAILURE_H_

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/config/model_settings.h"
#include "gateway/turn/backend.h"
#include "gateway/upstream/error.h"

namespace hermes::gateway::upstream {

// What a client is told of `error`, in one sentence without a secret.
// `model` is what the upstream was asked for. Pure.
TurnFailure FailureOf(const Error& error, const ModelSettings& settings,
                      const std::string& model);

// `text` from an upstream without our key, Bearer tokens, and words that look
// like a key (sk-...). Pure.
std::string WithoutSecrets(const std::string& text, const std::string& api_key);

// The seconds that a Retry-After header asks for: a number, or a date as HTTP
// writes it, seen from `now`; at most a day. Nothing if it is neither. Pure.
std::optional<int> RetryAfterSecs(std::string_view header, time_t now);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_FAILURE_H_
