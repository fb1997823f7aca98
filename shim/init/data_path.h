#ifndef HERMES_SHIM_INIT_DATA_PATH_H_
#define HERMES_SHIM_INIT_DATA_PATH_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// The location of the data root, with the links that lead to it resolved.
struct DataPath {
  UniqueFd parent;        // O_PATH
  std::string name;       // in `parent`; "." for the root directory
  std::string canonical;  // absolute
};

// Resolves all components of `path` except the last one, which may be missing
// or a link. Follows a link only if root alone can write to the link's
// directory, because any other user could make the link lead to root's files.
// Errors: EPERM for a link in a directory that others can write to, ELOOP after
// 40 links, else the errno with which a directory on the way could not be
// opened.
Expected<DataPath> ResolveDataPath(const std::string& path);

// Returns true for a directory of the system or one that holds the files of
// other users or programs, whatever is mounted there: "/", "/home", "/usr" and
// the like, and everything in /etc, /proc, /sys and other trees that must not
// hold data. `canonical` is absolute and has no links. Pure.
bool IsSystemDirectory(std::string_view canonical);

// Facts about an existing data root, for MayGiveDataRoot().
struct DataRootFacts {
  bool is_roots = false;  // root owns it; else the image's user does
  bool is_mount_point = false;
  std::vector<std::string> names;          // of all entries
  std::vector<std::string> regular_files;  // those of regular files
};

// Returns true if root may give the directory to the hermes user: if the
// image's user owns it; or if root owns it and it is a mount point, is empty,
// or holds data of Hermes. It does that if one of SOUL.md, active_profile,
// gateway_state.json, gateway.lock, gateway.db and state.db is a regular file
// in it; or if config.yaml or .env is one and all names in it have
// IsMadeByHermes(). Pure.
bool MayGiveDataRoot(const DataRootFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_DATA_PATH_H_
