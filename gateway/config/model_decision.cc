#include "gateway/config/model_decision.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/base_url.h"

namespace hermes::gateway {
namespace {

constexpr char kProxyModel[] = "hermes-agent";

// The servers of the known provider names.
struct Server {
  const char* provider;
  const char* base_url;      // "" if the file names it
  const char* key_variable;  // "" if only the file can name a key
};
constexpr Server kServers[] = {
    {"custom", "", ""},
    {"openai", "https://api.openai.com/v1", "OPENAI_API_KEY"},
    {"openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"},
};

absl::Status FileError(const YamlText& at, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(at.line, ": ", what));
}

absl::Status VariableError(const std::string& name, const std::string& what) {
  return absl::FailedPreconditionError(absl::StrCat(name, " ", what));
}

ModelDecision Off(const std::string& reason) {
  ModelDecision decision;
  decision.off_reason = reason;
  return decision;
}

std::string Provider(const ModelYaml& yaml) {
  if (!yaml.provider.has_value()) return "";
  const std::string lower = absl::AsciiStrToLower(yaml.provider->value);
  return lower == "auto" ? "" : lower;
}

const Server* FindServer(const std::string& provider) {
  const auto* const found =
      std::find_if(std::begin(kServers), std::end(kServers),
                   [&](const Server& s) { return s.provider == provider; });
  return found == std::end(kServers) ? nullptr : found;
}

// Returns the provider implied by a file that names none, "" if it implies
// none.
std::string ImpliedProvider(const ModelYaml& yaml) {
  if (!yaml.command.empty()) return "command";
  if (!yaml.base_url.has_value()) return "";
  const absl::StatusOr<std::string> url = ParseBaseUrl(yaml.base_url->value);
  for (const Server& server : kServers) {
    if (url.ok() && *url == server.base_url) return server.provider;
  }
  return "custom";
}

std::string ModelName(const EnvironmentMap& environment,
                      const ModelYaml& yaml) {
  const auto name = Lookup(environment, "HERMES_MODEL");
  if (name.has_value()) return *name;
  return yaml.name.has_value() ? yaml.name->value : "";
}

// Returns the key as a header can carry it; std::nullopt if that is impossible.
std::optional<std::string> UsableKey(const std::string& text) {
  const std::string key(absl::StripAsciiWhitespace(text));
  const bool sendable = std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
  if (!sendable || key.empty()) return std::nullopt;
  return key;
}

absl::StatusOr<std::string> KeyInVariable(const EnvironmentMap& environment,
                                          const std::string& name) {
  const auto text = Lookup(environment, name);
  if (!text.has_value()) return VariableError(name, "is not set");
  const std::optional<std::string> key = UsableKey(*text);
  if (key.has_value()) return *key;
  return VariableError(name, "must be visible ASCII characters");
}

// Returns the name in "${NAME}", "" if `text` does not have that form.
std::string VariableIn(const std::string& text) {
  if (!absl::StartsWith(text, "${") || text.back() != '}') return "";
  return text.substr(2, text.size() - 3);
}

// Returns the key in the variable `name`, which the file names at `at`.
absl::StatusOr<std::string> KeyNamedInFile(const EnvironmentMap& environment,
                                           const YamlText& at,
                                           const std::string& name) {
  absl::StatusOr<std::string> key = KeyInVariable(environment, name);
  if (key.ok()) return key;
  return FileError(
      at, absl::StrCat("the model has no key: ", key.status().message()));
}

// Returns the key that the file gives for its server, "" if it gives none.
absl::StatusOr<std::string> KeyOfFile(const EnvironmentMap& environment,
                                      const ModelYaml& yaml) {
  if (yaml.api_key.has_value() && yaml.api_key_env.has_value()) {
    return FileError(*yaml.api_key_env,
                     "model has both api_key and api_key_env; keep one");
  }
  if (yaml.api_key_env.has_value()) {
    return KeyNamedInFile(environment, *yaml.api_key_env,
                          yaml.api_key_env->value);
  }
  if (!yaml.api_key.has_value()) return std::string();
  const std::string variable = VariableIn(yaml.api_key->value);
  if (!variable.empty()) {
    return KeyNamedInFile(environment, *yaml.api_key, variable);
  }
  const std::optional<std::string> key = UsableKey(yaml.api_key->value);
  if (key.has_value()) return *key;
  return FileError(*yaml.api_key,
                   "model.api_key must be visible ASCII characters");
}

// Returns the settings that do not depend on the kind of back end.
ModelSettings WithTimeouts(const ModelYaml& yaml) {
  ModelSettings settings;
  settings.connect_timeout =
      yaml.connect_timeout.value_or(settings.connect_timeout);
  settings.idle_timeout = yaml.idle_timeout.value_or(settings.idle_timeout);
  settings.total_timeout = yaml.total_timeout.value_or(settings.total_timeout);
  return settings;
}

// Decides on the server whose URL is in `variable`.
absl::StatusOr<ModelDecision> FromVariable(const EnvironmentMap& environment,
                                           const ModelYaml& yaml,
                                           const char* variable,
                                           const char* key_variable) {
  ModelDecision decision;
  ModelSettings& settings = decision.settings = WithTimeouts(yaml);
  settings.kind = ModelSettings::Kind::kUpstream;
  absl::StatusOr<std::string> url =
      ParseBaseUrl(*Lookup(environment, variable));
  if (!url.ok()) {
    return VariableError(variable, absl::StrCat(url.status().message()));
  }
  settings.base_url = *std::move(url);
  settings.model = ModelName(environment, yaml);
  if (!Lookup(environment, key_variable).has_value()) return decision;
  absl::StatusOr<std::string> key = KeyInVariable(environment, key_variable);
  if (!key.ok()) return key.status();
  settings.api_key = *std::move(key);
  return decision;
}

absl::StatusOr<ModelDecision> FromProxy(const EnvironmentMap& environment,
                                        const ModelYaml& yaml) {
  absl::StatusOr<ModelDecision> decision =
      FromVariable(environment, yaml, "GATEWAY_PROXY_URL", "GATEWAY_PROXY_KEY");
  if (!decision.ok()) return decision;
  ModelSettings& settings = decision->settings;
  settings.provider = "hermes";
  if (!absl::EndsWith(settings.base_url, "/v1")) settings.base_url += "/v1";
  // The model name in the file belongs to another provider.
  settings.model = Lookup(environment, "HERMES_MODEL").value_or(kProxyModel);
  return decision;
}

absl::StatusOr<ModelDecision> FromOpenAiUrl(const EnvironmentMap& environment,
                                            const ModelYaml& yaml) {
  absl::StatusOr<ModelDecision> decision =
      FromVariable(environment, yaml, "OPENAI_BASE_URL", "OPENAI_API_KEY");
  if (!decision.ok()) return decision;
  decision->settings.provider = "custom";
  if (!decision->settings.model.empty()) return decision;
  return VariableError("HERMES_MODEL",
                       "is not set; OPENAI_BASE_URL needs it to name a model");
}

ModelDecision FromCommand(const EnvironmentMap& environment,
                          const ModelYaml& yaml) {
  ModelDecision decision;
  decision.settings = WithTimeouts(yaml);
  decision.settings.kind = ModelSettings::Kind::kCommand;
  decision.settings.provider = "command";
  decision.settings.command = yaml.command;
  decision.settings.model = ModelName(environment, yaml);
  return decision;
}

absl::StatusOr<std::string> UrlOf(const Server& server, const ModelYaml& yaml,
                                  const YamlText& provider) {
  const std::string own = server.base_url;
  if (!yaml.base_url.has_value()) {
    if (!own.empty()) return own;
    return FileError(provider, "provider custom needs a base_url");
  }
  absl::StatusOr<std::string> url = ParseBaseUrl(yaml.base_url->value);
  if (!url.ok()) {
    return FileError(*yaml.base_url,
                     absl::StrCat("model.base_url ", url.status().message()));
  }
  if (own.empty() || *url == own) return url;
  return FileError(*yaml.base_url,
                   absl::StrCat("provider ", server.provider, " is at ", own,
                                "; use provider custom for another base_url"));
}

absl::StatusOr<ModelDecision> FromServer(const EnvironmentMap& environment,
                                         const ModelYaml& yaml,
                                         const Server& server,
                                         const YamlText& at) {
  ModelDecision decision;
  ModelSettings& settings = decision.settings = WithTimeouts(yaml);
  settings.kind = ModelSettings::Kind::kUpstream;
  settings.provider = server.provider;
  absl::StatusOr<std::string> url = UrlOf(server, yaml, at);
  if (!url.ok()) return url.status();
  settings.base_url = *std::move(url);
  settings.model = ModelName(environment, yaml);
  if (settings.model.empty()) {
    return FileError(at, "no model is named; set model.model or HERMES_MODEL");
  }
  absl::StatusOr<std::string> key = KeyOfFile(environment, yaml);
  if (key.ok() && key->empty() && *server.key_variable != '\0') {
    key = KeyNamedInFile(environment, at, server.key_variable);
  }
  if (!key.ok()) return key.status();
  settings.api_key = *std::move(key);
  return decision;
}

absl::StatusOr<ModelDecision> FromFile(const EnvironmentMap& environment,
                                       const ModelYaml& yaml) {
  std::string provider = Provider(yaml);
  if (provider.empty()) provider = ImpliedProvider(yaml);
  if (provider.empty()) {
    if (ModelName(environment, yaml).empty()) {
      return Off("no back end configured");
    }
    return Off("a model is named but no provider");
  }
  // The place to report errors at: the provider, or what implied it.
  const YamlText at = yaml.provider.has_value()
                          ? *yaml.provider
                          : yaml.base_url.value_or(YamlText{provider, 1});
  if (provider == "command") {
    if (yaml.command.empty()) {
      return FileError(at, "provider command needs model.command, a list");
    }
    return FromCommand(environment, yaml);
  }
  const Server* const server = FindServer(provider);
  if (server != nullptr) return FromServer(environment, yaml, *server, at);
  return FileError(at,
                   "model.provider is not one of custom, openai, openrouter, "
                   "command, none");
}

}  // namespace

absl::StatusOr<ModelDecision> DecideModel(const EnvironmentMap& environment,
                                          const ModelYaml& yaml) {
  const std::string provider = Provider(yaml);
  if (provider == "none") return Off("config.yaml says provider: none");
  if (Lookup(environment, "GATEWAY_PROXY_URL").has_value()) {
    return FromProxy(environment, yaml);
  }
  if (provider != "command" &&
      Lookup(environment, "OPENAI_BASE_URL").has_value()) {
    return FromOpenAiUrl(environment, yaml);
  }
  return FromFile(environment, yaml);
}

}  // namespace hermes::gateway
