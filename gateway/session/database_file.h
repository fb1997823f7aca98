#ifndef GATEWAY_SESSION_DATABASE_FILE_H_
#define GATEWAY_SESSION_DATABASE_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hermes::gateway {

// Functions for a database's file in the directory `dir_fd`. Do not call them
// while this process has the database open: closing any descriptor of its file
// would release SQLite's locks.

// Makes sure that `name` is a regular file that only its owner can read and
// write, whatever the umask: creates it, empty and durably, or removes surplus
// permission bits. Does not follow a symbolic link. Returns the path to open
// the file by, which contains no symbolic link. Errors: absl::ErrnoToStatus();
// FailedPrecondition if `name` exists and is not a regular file.
absl::StatusOr<std::string> PrepareDatabaseFile(int dir_fd,
                                                const std::string& name);

// Like PrepareDatabaseFile(), for a process that must neither create nor change
// the file. NotFound if the file does not exist.
absl::StatusOr<std::string> FindDatabaseFile(int dir_fd,
                                             const std::string& name);

// Renames the file, and SQLite's files next to it (-wal, -shm), within the same
// directory: to `NAME.corrupt-STAMP`, with -2 and so on appended if that name
// is taken. Returns the new name.
absl::StatusOr<std::string> MoveDatabaseAside(int dir_fd,
                                              const std::string& name,
                                              const std::string& stamp);

// Removes the oldest files that MoveDatabaseAside() has created with a stamp
// such as 20261128T062900Z, with SQLite's files next to them, and keeps the
// `keep` newest. Returns the names of the removed files. Skips what it cannot
// list or remove. Does not touch files with other names.
std::vector<std::string> DropOldDatabases(int dir_fd, const std::string& name,
                                          size_t keep);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_DATABASE_FILE_H_
