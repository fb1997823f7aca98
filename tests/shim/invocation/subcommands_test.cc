#include "shim/invocation/subcommands.h"

#include <gtest/gtest.h>

namespace hermes {
namespace {

TEST(SubcommandsTest, AcceptsSubcommandsOfHermes) {
  for (const char* word :
       {"gateway", "profile", "dashboard", "serve",    "logs",   "webhook",
        "send",    "login",   "logout",    "auth",     "setup",  "model",
        "config",  "chat",    "mcp",       "sessions", "skills", "tools",
        "cron",    "doctor",  "update",    "version",  "status", "pairing",
        "plugins", "memory",  "backup",    "import"}) {
    EXPECT_TRUE(IsHermesSubcommand(word)) << word;
  }
}

TEST(SubcommandsTest, RejectsOtherWords) {
  for (const char* word : {"", "sh", "sleep", "Gateway", "gatewa", "gateways",
                           "hermes", "--version", "-p", "frobnicate"}) {
    EXPECT_FALSE(IsHermesSubcommand(word)) << word;
  }
}

}  // namespace
}  // namespace hermes
