// glog looks up the user's name before main, for log files that we never write.
// In a static program libc's name service switch would do this, and might load
// modules of another libc in a foreign image. This definition replaces it; no
// other code in the gateway uses it.
#include <pwd.h>

#include <cerrno>
#include <cstddef>

extern "C" int getpwuid_r(uid_t /*uid*/, struct passwd* /*entry*/,
                          char* /*buffer*/, size_t /*size*/,
                          struct passwd** result) {
  *result = nullptr;
  return ENOENT;
}
