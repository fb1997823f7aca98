#include "gateway/seeding/seed_plan.h"

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

constexpr char kSoul[] =
    R"(You are Hermes, a helpful assistant.

Answer truthfully and to the point. Say so when you do not know something.
)";

constexpr char kConfig[] =
    R"(# Configuration of this Hermes profile. Read when the gateway starts.
# Put secrets into .env, next to this file, not here.

# The back end. Remove the first # from one of these two, and start again.
#
# A server that speaks OpenAI's chat completions API:
#model:
#  provider: custom            # or openai, openrouter, which need no base_url
#  base_url: http://127.0.0.1:11434/v1
#  model: llama3.2
#  api_key_env: MODEL_API_KEY  # a name in .env; omit if no key is needed
#
# A program, started once per turn without a shell. It reads one JSON object on
# stdin ("prompt", "system", "messages" ...) and writes the answer to stdout:
#model:
#  provider: command
#  command: [python3, answer.py]
#  idle_timeout: 300           # seconds without output; total_timeout: the turn

# agent:
#   restart_drain_timeout: 0   # seconds a stop waits for work in flight
)";

constexpr char kDotenvHeader[] =
    R"(# Secrets and settings of this Hermes profile: NAME=value, one per line.
# The container's own environment takes precedence over this file.
)";

std::string DotenvContent(const SeedFacts& facts, const std::string& key) {
  if (facts.key_in_environment) {
    return absl::StrCat(kDotenvHeader,
                        "\n# API_SERVER_KEY comes from the container.\n");
  }
  return absl::StrCat(kDotenvHeader,
                      "\n# Generated at the first start. Clients of the API ",
                      "send it as a bearer token.\nAPI_SERVER_KEY=", key, "\n");
}

}  // namespace

bool NeedsDotenv(const SeedFacts& facts) {
  return facts.is_default_profile && !facts.has_soul && !facts.has_config &&
         !facts.has_dotenv;
}

SeedPlan PlanSeeding(const SeedFacts& facts, const std::string& key) {
  SeedPlan plan;
  plan.directories = {"memories", "sessions",  "skills", "skins", "logs",
                      "plans",    "workspace", "cron",   "home"};
  if (NeedsDotenv(facts)) {
    plan.files.push_back({".env", DotenvContent(facts, key), 0600});
  }
  if (!facts.has_config) plan.files.push_back({"config.yaml", kConfig, 0644});
  if (!facts.has_soul) plan.files.push_back({"SOUL.md", kSoul, 0644});
  return plan;
}

}  // namespace hermes::gateway
