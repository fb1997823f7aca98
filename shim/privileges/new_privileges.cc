#include "shim/privileges/new_privileges.h"

#include <sys/prctl.h>

#include "shim/base/environment.h"
#include "shim/base/truth.h"

namespace hermes {

void ForbidNewPrivileges(const Environment& environment) {
  if (ParseTruth(environment.GetOrEmpty(kNewPrivilegesVariable)) ==
      Truth::kTrue) {
    return;
  }
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

}  // namespace hermes
