#ifndef HERMES_SHIM_FACTS_OVERLAY_H_
#define HERMES_SHIM_FACTS_OVERLAY_H_

#include <string>

namespace hermes {

// Returns true if the image has s6-overlay: an executable /init, and also
// /package/admin/s6-overlay* or /command/s6-overlay-suexec. `root` is a prefix
// of these paths; empty for the real ones.
bool HasOverlayInit(const std::string& root);

// Returns true if there is an executable /init that is not s6-overlay's.
bool HasForeignInit(const std::string& root);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_OVERLAY_H_
