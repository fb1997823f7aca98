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

// Converts `error` into what the client receives: one sentence without secrets.
// `model` is the model that was requested from the upstream. Pure.
TurnFailure FailureOf(const Error& error, const ModelSettings& settings,
                      const std::string& model);

// Redacts in `text`, which an upstream has sent, our key, Bearer tokens and
// words that look like a key (sk-...). Pure.
std::string WithoutSecrets(const std::string& text, const std::string& api_key);

// Returns the seconds that a Retry-After header asks for, at most a day. The
// header is a number, or an HTTP date, which is relative to `now`. Returns
// std::nullopt if it is neither. Pure.
std::optional<int> RetryAfterSecs(std::string_view header, time_t now);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_FAILURE_H_
