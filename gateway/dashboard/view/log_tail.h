#ifndef GATEWAY_DASHBOARD_VIEW_LOG_TAIL_H_
#define GATEWAY_DASHBOARD_VIEW_LOG_TAIL_H_

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The file that `file` (gateway, errors, current, boot) means for a profile;
// nothing for another word. boot is the container's and the same for each
// profile. Pure.
std::optional<std::string> LogPath(const std::string& root,
                                   const std::string& profile,
                                   const std::string& file);

// Reads the end of a log, and what is appended to it from then on, also when it
// is rotated: the rest of the old file comes first, then the new one. A file
// that is not there yet, or is no regular one, has no lines. Follows no link at
// the last component. The lines are as they are in the file, without their
// ends; a very long one is cut.
class LogTail {
 public:
  // For a path as LogPath() made it.
  explicit LogTail(std::string path);

  // The last `most` whole lines, of 2 MiB at most. Once, before More().
  std::vector<std::string> Last(size_t most);

  // Whole lines that have come since; at most about 64 KiB of them, the rest
  // with the next call.
  std::vector<std::string> More();

 private:
  bool Open();
  bool WasReplaced() const;
  void Append(const char* bytes, size_t size, std::vector<std::string>* lines);

  std::string path_;
  UniqueFd file_;
  off_t at_ = 0;
  std::string unfinished_;
  bool cutting_ = false;  // the rest of a line that was too long
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_LOG_TAIL_H_
