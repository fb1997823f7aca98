#include "shim/slot/slot_model.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/kill_timeout.h"
#include "shim/slot/scan_directory.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr char kDefaultSlot[] = "gateway-default";

std::string LinkTarget(int dir_fd, const char* name) {
  std::string target(PATH_MAX, '\0');
  const ssize_t size = readlinkat(dir_fd, name, target.data(), target.size());
  target.resize(size > 0 ? static_cast<size_t>(size) : 0);
  return target;
}

std::optional<Environment> OwnEnvironment(int fd) {
  struct stat st;
  if (fstatat(fd, kEnvironmentFile, &st, AT_SYMLINK_NOFOLLOW) != 0) {
    return std::nullopt;
  }
  Expected<Environment> loaded = LoadSlotEnvironment(fd, Environment());
  if (!loaded.ok()) return std::nullopt;
  return std::move(loaded).value();
}

// Returns how suitable a model is; the lowest number is the best.
int Rank(const SlotModel& model) {
  if (model.slot == kDefaultSlot) return 0;
  return ProfileOfSlot(model.slot).has_value() ? 1 : 2;
}

const SlotModel* BestModel(const NewSlotFacts& facts) {
  const SlotModel* best = nullptr;
  for (const SlotModel& model : facts.models) {
    if (model.shim_program.empty()) continue;
    if (!facts.tree_hands_environment_on && !model.environment) continue;
    if (best == nullptr || Rank(model) < Rank(*best)) best = &model;
  }
  return best;
}

}  // namespace

// Reads everything through descriptors. If the parts came from different
// directories, a program of another uid could be taken for root's.
SlotModel ReadSlotModel(const std::string& scandir, const std::string& slot) {
  SlotModel model;
  model.slot = slot;
  const Expected<UniqueFd> tree = OpenScanDirectory(scandir);
  if (!tree.ok()) return model;
  const Expected<UniqueFd> directory = OpenDirectory(tree.value().get(), slot);
  if (!directory.ok()) return model;
  const int fd = directory.value().get();
  struct stat st;
  if (fstatat(fd, kDataDirectory, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISDIR(st.st_mode)) {
    return model;
  }
  model.owner = {st.st_uid, st.st_gid};
  model.shim_program = LinkTarget(fd, "run");
  model.kill_timeout_ms = KillTimeoutMs(scandir + "/" + slot);
  const Expected<UniqueFd> data = OpenDirectory(fd, kDataDirectory);
  if (data.ok()) model.environment = OwnEnvironment(data.value().get());
  if (!model.environment) model.environment = OwnEnvironment(fd);
  return model;
}

Expected<SlotSpec> SpecOfNewSlot(const std::string& name,
                                 const NewSlotFacts& facts) {
  SlotSpec spec;
  spec.name = name;
  const SlotModel* model = BestModel(facts);
  if (model == nullptr) {
    if (!facts.tree_hands_environment_on) {
      return Error{ENOENT,
                   "looking for a slot with the container's environment", ""};
    }
    if (facts.shim_program.empty()) {
      return Error{ENOENT, "looking for", "hermes-entry"};
    }
    spec.shim_program = facts.shim_program;
    return spec;
  }
  spec.shim_program = model->shim_program;
  spec.kill_timeout_ms = model->kill_timeout_ms;
  spec.environment = model->environment;
  if (facts.uid == 0 && model->owner.uid != 0) spec.operated_by = model->owner;
  return spec;
}

}  // namespace hermes
