#ifndef HERMES_SHIM_BASE_ISO_TIME_H_
#define HERMES_SHIM_BASE_ISO_TIME_H_

#include <string>

namespace hermes {

// "2026-11-23T10:00:00+00:00" for seconds since the epoch, in UTC. Reads no
// time zone file, as gmtime() would. Requires: not negative. Pure.
std::string IsoTime(long long seconds);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_ISO_TIME_H_
