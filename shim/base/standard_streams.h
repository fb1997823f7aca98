#ifndef HERMES_SHIM_BASE_STANDARD_STREAMS_H_
#define HERMES_SHIM_BASE_STANDARD_STREAMS_H_

namespace hermes {

// Opens /dev/null on those of the descriptors 0 to 2 that are closed, so that
// no pipe or file of ours lands there and gets a message written into it. They
// are closed again by an exec: the user's program starts as we were started.
// Where there is no /dev/null they stay closed.
void OccupyStandardStreams();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_STANDARD_STREAMS_H_
