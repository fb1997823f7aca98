#ifndef HERMES_SHIM_PRIVILEGES_CAPABILITIES_H_
#define HERMES_SHIM_PRIVILEGES_CAPABILITIES_H_

namespace hermes {

// Returns true if this process may change its uid and gid to any other
// (CAP_SETUID and CAP_SETGID are effective). Changes nothing.
bool MayChangeIdentity();

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_CAPABILITIES_H_
