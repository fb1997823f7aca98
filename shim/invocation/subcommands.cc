#include "shim/invocation/subcommands.h"

#include <string_view>

namespace hermes {
namespace {

constexpr std::string_view kSubcommands[] = {
    "acp",       "auth",     "backup",  "chat",      "claw",     "completion",
    "config",    "cron",     "curator", "dashboard", "debug",    "doctor",
    "dump",      "fallback", "gateway", "hooks",     "import",   "insights",
    "kanban",    "login",    "logout",  "logs",      "mcp",      "memory",
    "model",     "pairing",  "plugins", "profile",   "send",     "serve",
    "sessions",  "setup",    "skills",  "slack",     "status",   "tools",
    "uninstall", "update",   "version", "webhook",   "whatsapp",
};

}  // namespace

bool IsHermesSubcommand(std::string_view word) {
  for (const std::string_view subcommand : kSubcommands) {
    if (word == subcommand) return true;
  }
  return false;
}

}  // namespace hermes
