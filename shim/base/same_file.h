#ifndef HERMES_SHIM_BASE_SAME_FILE_H_
#define HERMES_SHIM_BASE_SAME_FILE_H_

#include <string>

namespace hermes {

// Returns true if both paths lead to the same file, compared by device and
// inode.
bool IsSameFile(const std::string& a, const std::string& b);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_SAME_FILE_H_
