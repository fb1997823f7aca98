#ifndef HERMES_SHIM_INIT_DATA_PATH_H_
#define HERMES_SHIM_INIT_DATA_PATH_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Where the data root is, without the links that lead to it.
struct DataPath {
  UniqueFd parent;        // O_PATH
  std::string name;       // in it; "." for the root directory
  std::string canonical;  // absolute
};

// Resolves `path` up to its last component, which may be missing or a link, as
// root may: a link is followed only out of a directory that root alone can
// write to, since anybody else could have it lead to what is root's. Errors:
// EPERM for another uid's link, ELOOP after 40 links, else what opening a
// directory on the way said.
Expected<DataPath> ResolveDataPath(const std::string& path);

// True for a directory that is the system's or holds others' files, whatever is
// mounted there: "/", "/home", "/usr" and the like, and all that is in /etc,
// /proc, /sys and other trees that no data belongs to. `canonical` is absolute,
// without links. Pure.
bool IsSystemDirectory(std::string_view canonical);

// What a data root that is there is judged by.
struct DataRootFacts {
  bool is_roots = false;  // else the image's user's
  bool is_mount_point = false;
  std::vector<std::string> names;          // in it
  std::vector<std::string> regular_files;  // of these
};

// True if root may give the directory to the hermes user: it is the image's
// user's, or root's and a mount point, or empty, or Hermes' already. Hermes'
// are those with one of the files by which it knows its data (SOUL.md,
// active_profile, gateway_state.json, gateway.lock, gateway.db, state.db), or
// in which there is nothing but names that Hermes makes, settings (config.yaml
// or .env) among them. Pure.
bool MayGiveDataRoot(const DataRootFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_DATA_PATH_H_
