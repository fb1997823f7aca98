#ifndef HERMES_SHIM_BASE_STANDARD_STREAMS_H_
#define HERMES_SHIM_BASE_STANDARD_STREAMS_H_

namespace hermes {

// Opens /dev/null on those of the descriptors 0 to 2 that are closed, so that
// none of this program's pipes and files gets such a number and receives a
// message. An exec closes these descriptors again, so that the user's program
// starts as this one was started. Does nothing if /dev/null cannot be opened.
void OccupyStandardStreams();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_STANDARD_STREAMS_H_
