#ifndef HERMES_SHIM_BASE_SAME_FILE_H_
#define HERMES_SHIM_BASE_SAME_FILE_H_

#include <string>

namespace hermes {

// True if both paths lead to one file: compared by device and inode, not by
// name.
bool IsSameFile(const std::string& a, const std::string& b);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_SAME_FILE_H_
