#ifndef HERMES_SHIM_ENTRY_VERSION_H_
#define HERMES_SHIM_ENTRY_VERSION_H_

namespace hermes {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_VERSION_H_
