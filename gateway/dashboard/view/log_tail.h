#ifndef GATEWAY_DASHBOARD_VIEW_LOG_TAIL_H_
#define GATEWAY_DASHBOARD_VIEW_LOG_TAIL_H_

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "shim/base/unique_fd.h"

namespace hermes::gateway::dashboard {

// Returns the path of the log `file` (gateway, errors, current, boot) of a
// profile; std::nullopt for any other word. `boot` is the container's log and
// the same for each profile. Pure.
std::optional<std::string> LogPath(const std::string& root,
                                   const std::string& profile,
                                   const std::string& file);

// Reads the end of a log, and then what is appended to it, also across
// rotation: first the rest of the old file, then the new one. A file that is
// missing or not a regular file counts as empty. Does not follow a symbolic
// link at the last component. Returns lines as they are in the file, without
// line ends; cuts very long ones.
class LogTail {
 public:
  // `path` is a result of LogPath().
  explicit LogTail(std::string path);

  // Returns the last `most` whole lines, from at most the last 2 MiB. Call it
  // once, before More().
  std::vector<std::string> Last(size_t most);

  // Returns the whole lines that were appended since; at most about 64 KiB of
  // them, the rest with the next call.
  std::vector<std::string> More();

 private:
  bool Open();
  bool WasReplaced() const;
  void Append(const char* bytes, size_t size, std::vector<std::string>* lines);

  std::string path_;
  UniqueFd file_;
  off_t at_ = 0;
  std::string unfinished_;
  bool cutting_ = false;  // dropping the rest of a line that is too long
};

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_LOG_TAIL_H_
