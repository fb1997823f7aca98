#include "shim/privileges/home.h"

#include <string_view>

#include "shim/base/environment.h"

namespace hermes {

void LeaveRootsHome(std::string_view data_root, Environment& environment) {
  const std::string_view home = environment.GetOrEmpty("HOME");
  if (!home.empty() && home != "/" && home != "/root") return;
  environment.Set("HOME", data_root);
}

}  // namespace hermes
