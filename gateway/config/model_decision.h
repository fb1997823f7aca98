#ifndef GATEWAY_CONFIG_MODEL_DECISION_H_
#define GATEWAY_CONFIG_MODEL_DECISION_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/model_settings.h"
#include "gateway/config/model_yaml.h"

namespace hermes::gateway {

// What is to answer the turns.
struct ModelDecision {
  ModelSettings settings;
  std::string off_reason;  // why nothing does; "" unless kNone
};

// Decides from the effective environment and the section `model`. In this
// order:
// 1. `provider: none` in the file: nothing answers, whatever else is set;
// 2. GATEWAY_PROXY_URL, GATEWAY_PROXY_KEY: another Hermes;
// 3. OPENAI_BASE_URL, with OPENAI_API_KEY if that is set: that server in place
//    of any that the file names (a `provider: command` stays: the variable is
//    then its program's);
// 4. the file's provider: custom, openai, openrouter or command. Without one
//    (or with `auto`) a command, else a base_url, tells which.
// HERMES_MODEL beats the file's model name. A key goes to no server but the
// one it was given for: OPENAI_API_KEY to OPENAI_BASE_URL or OpenAI,
// OPENROUTER_API_KEY to OpenRouter, and to a base_url of the file only what
// api_key or api_key_env beside it say. Pure.
//
// A name without a provider is no error: off_reason says what is missing.
// Errors for what cannot be meant, never with a key in them: InvalidArgument
// "LINE: what" where the file is at fault, FailedPrecondition beginning with
// the name of a variable otherwise.
absl::StatusOr<ModelDecision> DecideModel(const EnvironmentMap& environment,
                                          const ModelYaml& yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_MODEL_DECISION_H_
