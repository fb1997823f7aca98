#ifndef GATEWAY_CONFIG_MODEL_DECISION_H_
#define GATEWAY_CONFIG_MODEL_DECISION_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/model_settings.h"
#include "gateway/config/model_yaml.h"

namespace hermes::gateway {

// The back end that answers the turns.
struct ModelDecision {
  ModelSettings settings;
  std::string off_reason;  // why turns are not answered; "" unless kNone
};

// Decides from the effective environment and the section `model`, in this
// order:
// 1. `provider: none` in the file: no back end, whatever else is set;
// 2. GATEWAY_PROXY_URL, GATEWAY_PROXY_KEY: another Hermes;
// 3. OPENAI_BASE_URL, with OPENAI_API_KEY if that is set: that server instead
//    of any server in the file (but a `provider: command` remains: the variable
//    is then meant for its program);
// 4. the file's provider: custom, openai, openrouter or command. If it is
//    missing or `auto`, a command, or else a base_url, decides.
// HERMES_MODEL takes precedence over the file's model name. A key is sent only
// to the server that it was given for: OPENAI_API_KEY to OPENAI_BASE_URL or
// OpenAI, OPENROUTER_API_KEY to OpenRouter, and to a base_url of the file only
// the api_key or api_key_env next to it. Pure.
//
// A model name without a provider is not an error: off_reason says what is
// missing. Errors for invalid values, never containing a key: InvalidArgument
// "LINE: what" if the file is the cause, otherwise FailedPrecondition that
// begins with the name of a variable.
absl::StatusOr<ModelDecision> DecideModel(const EnvironmentMap& environment,
                                          const ModelYaml& yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_MODEL_DECISION_H_
