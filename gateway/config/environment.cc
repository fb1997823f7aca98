#include "gateway/config/environment.h"

#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace hermes::gateway {

EnvironmentMap ProcessEnvironment() {
  EnvironmentMap map;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text(*entry);
    const size_t equals = text.find('=');
    if (equals == std::string::npos) continue;
    map.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return map;
}

bool IsPerProfileVariable(const std::string& name) {
  for (const char* prefix :
       {"API_SERVER_", "WEBHOOK_", "TELEGRAM_", "DISCORD_", "SLACK_"}) {
    if (absl::StartsWith(name, prefix)) return true;
  }
  return absl::EndsWith(name, "_BOT_TOKEN");
}

EnvironmentMap EffectiveEnvironment(const EnvironmentMap& container,
                                    const DotenvEntries& dotenv,
                                    bool is_default_profile) {
  EnvironmentMap effective;
  for (const auto& [name, value] : dotenv) effective[name] = value;
  for (const auto& [name, value] : container) {
    if (value.empty()) continue;
    if (!is_default_profile && IsPerProfileVariable(name)) continue;
    effective[name] = value;
  }
  return effective;
}

std::optional<std::string> Lookup(const EnvironmentMap& environment,
                                  const std::string& name) {
  const auto found = environment.find(name);
  if (found == environment.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::optional<bool> ParseSwitch(const std::string& value) {
  const std::string lower = absl::AsciiStrToLower(value);
  for (const char* word : {"1", "true", "yes", "on"}) {
    if (lower == word) return true;
  }
  for (const char* word : {"0", "false", "no", "off"}) {
    if (lower == word) return false;
  }
  return std::nullopt;
}

}  // namespace hermes::gateway
