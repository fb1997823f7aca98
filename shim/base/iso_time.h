#ifndef HERMES_SHIM_BASE_ISO_TIME_H_
#define HERMES_SHIM_BASE_ISO_TIME_H_

#include <string>

namespace hermes {

// Formats seconds since the epoch in UTC: "2026-11-23T10:00:00+00:00". Unlike
// gmtime(), reads no time zone file. Requires: `seconds` >= 0. Pure.
std::string IsoTime(long long seconds);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_ISO_TIME_H_
