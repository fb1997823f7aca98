#ifndef GATEWAY_SEEDING_SEED_PLAN_H_
#define GATEWAY_SEEDING_SEED_PLAN_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::gateway {

// What exists in a home before it is seeded.
struct SeedFacts {
  bool has_soul = false;    // SOUL.md
  bool has_config = false;  // config.yaml
  bool has_dotenv = false;  // .env
  bool is_default_profile = true;
  bool key_in_environment = false;  // the container sets API_SERVER_KEY
};

struct SeedFile {
  std::string name;
  std::string content;
  mode_t mode;
};

struct SeedPlan {
  std::vector<std::string> directories;
  std::vector<SeedFile> files;  // in the order of creation
};

// Returns true if no gateway ever started in the home that `facts` describe.
// Only such a home gets a .env, which may turn the API on; an older home
// without a .env keeps its API off. Named profiles get their key and their own
// port when they are created.
bool NeedsDotenv(const SeedFacts& facts);

// Decides what a start adds to a home. Adds SOUL.md and config.yaml if missing,
// and .env as NeedsDotenv() decides. .env is the first file, so that the next
// start completes an interrupted first start. `key` is written to it as
// API_SERVER_KEY unless the container sets one. Pure.
SeedPlan PlanSeeding(const SeedFacts& facts, const std::string& key);

}  // namespace hermes::gateway

#endif  // GATEWAY_SEEDING_SEED_PLAN_H_
