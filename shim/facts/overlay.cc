#include "shim/facts/overlay.h"

#include <dirent.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>

#include "shim/base/path_search.h"

namespace hermes {
namespace {

constexpr std::string_view kPackagePrefix = "s6-overlay";

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

bool HasOverlayPackage(const std::string& root) {
  const std::unique_ptr<DIR, CloseDirectory> directory(
      opendir((root + "/package/admin").c_str()));
  if (directory == nullptr) return false;
  while (const dirent* entry = readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (name.substr(0, kPackagePrefix.size()) == kPackagePrefix) return true;
  }
  return false;
}

bool HasInit(const std::string& root) {
  return ExecutableError(root + "/init") == 0;
}

bool HasOverlay(const std::string& root) {
  return access((root + "/command/s6-overlay-suexec").c_str(), F_OK) == 0 ||
         HasOverlayPackage(root);
}

}  // namespace

bool HasOverlayInit(const std::string& root) {
  return HasInit(root) && HasOverlay(root);
}

bool HasForeignInit(const std::string& root) {
  return HasInit(root) && !HasOverlay(root);
}

}  // namespace hermes
