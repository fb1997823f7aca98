// glog asks for the user's name before main, for log files that we never
// write. In a static program that question goes to libc's name service switch,
// which may load modules of another libc in a foreign image. This definition
// takes its place; nothing else in the gateway asks.
#include <pwd.h>

#include <cerrno>
#include <cstddef>

extern "C" int getpwuid_r(uid_t /*uid*/, struct passwd* /*entry*/,
                          char* /*buffer*/, size_t /*size*/,
                          struct passwd** result) {
  *result = nullptr;
  return ENOENT;
}
