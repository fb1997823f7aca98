#ifndef GATEWAY_SESSION_DATABASE_FILE_H_
#define GATEWAY_SESSION_DATABASE_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hermes::gateway {

// A database's file within the directory `dir_fd`. None of these may be called
// while this process has the database open: closing any descriptor of its file
// would take SQLite's locks away.

// Makes sure that `name` is a regular file which its owner alone can read and
// write, whatever the umask: makes it, empty and for good, or takes surplus
// modes away. A symbolic link is not followed. Returns the path to open it by,
// without any symbolic link.
// Errors: as absl::ErrnoToStatus has it; FailedPrecondition where something
// else than a file bears the name.
absl::StatusOr<std::string> PrepareDatabaseFile(int dir_fd,
                                                const std::string& name);

// As PrepareDatabaseFile, for a process that neither makes nor changes the
// file: NotFound if there is none.
absl::StatusOr<std::string> FindDatabaseFile(int dir_fd,
                                             const std::string& name);

// Gives the file and what SQLite keeps beside it (-wal, -shm) another name in
// the same directory: `NAME.corrupt-STAMP`, or with -2 and so on at its end if
// that is taken. Returns the name.
absl::StatusOr<std::string> MoveDatabaseAside(int dir_fd,
                                              const std::string& name,
                                              const std::string& stamp);

// Removes the oldest of the files that MoveDatabaseAside() has made with a
// stamp such as 20261128T062900Z, with what lies beside them, so that the
// `keep` newest stay. Returns the names of the removed ones. What cannot be
// listed or removed stays. Files with other names are not touched.
std::vector<std::string> DropOldDatabases(int dir_fd, const std::string& name,
                                          size_t keep);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_DATABASE_FILE_H_
