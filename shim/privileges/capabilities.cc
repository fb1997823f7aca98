#include "shim/privileges/capabilities.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hermes {

bool MayChangeIdentity() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};
  // glibc has no wrapper; libcap would be the shim's only other library.
  if (syscall(SYS_capget, &header, data) != 0) return false;
  const unsigned needed = (1U << CAP_SETUID) | (1U << CAP_SETGID);
  return (data[0].effective & needed) == needed;
}

}  // namespace hermes
