#ifndef GATEWAY_SEEDING_SEED_PLAN_H_
#define GATEWAY_SEEDING_SEED_PLAN_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::gateway {

// What there is in a home before it is seeded, gathered beforehand.
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
  std::vector<SeedFile> files;  // in the order in which they are made
};

// True if `facts` are a home that never was started in, the only one that gets
// a .env and so, maybe, an API that is on: an old home without one stays so.
// Named profiles get their key, and a port of their own, when they are made.
bool NeedsDotenv(const SeedFacts& facts);

// Decides what a start adds to a home. SOUL.md and config.yaml are added
// where missing; .env as NeedsDotenv() says, and as the first file, so that an
// interrupted first start is completed by the next. `key` goes into it as
// API_SERVER_KEY unless the container gives one. Pure.
SeedPlan PlanSeeding(const SeedFacts& facts, const std::string& key);

}  // namespace hermes::gateway

#endif  // GATEWAY_SEEDING_SEED_PLAN_H_
