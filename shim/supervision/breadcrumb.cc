#include "shim/supervision/breadcrumb.h"

#include <string>
#include <string_view>

#include "shim/profile/slot_name.h"

namespace hermes {

std::string Breadcrumb(std::string_view profile) {
  std::string text = SlotName(profile);
  text.append(
      " now runs under s6 supervision\n"
      "  - if the gateway crashes it is started again; the container stays up\n"
      "  - with HERMES_DASHBOARD=1 the dashboard is supervised too\n"
      "  - to run it in the foreground instead, so that the container ends "
      "with its\n"
      "    exit code: `gateway run --no-supervise`, or set "
      "HERMES_GATEWAY_NO_SUPERVISE=1");
  return text;
}

}  // namespace hermes
