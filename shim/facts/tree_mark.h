#ifndef HERMES_SHIM_FACTS_TREE_MARK_H_
#define HERMES_SHIM_FACTS_TREE_MARK_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// The facts that decide whether a file <run directory>/hermes-entry/tree is the
// mark of a tree that hermes-entry made.
struct TreeMarkFacts {
  bool is_file = false;  // a regular file
  uid_t owner = 0;
  uid_t directory_owner = 0;  // of <run directory>/hermes-entry
  mode_t directory_mode = 0;
  uid_t scandir_owner = 0;  // of the live scan directory in the run directory
  mode_t scandir_mode = 0;
  std::optional<std::string> pid1_name;  // std::nullopt if it cannot be read
  std::optional<uid_t> pid1_uid;
  uid_t caller_uid = 0;
};

// Returns the name of the first rule by which the file is not the mark of a
// tree that hermes-entry made; empty if it is. Any process that can write to
// the run directory can make such a file. Therefore it counts only if it
// belongs to the owner of the live scan directory, if it is in a directory that
// only this owner can write and, if PID 1 is an s6-svscan, if this owner is the
// uid of PID 1. Below any other PID 1 the tree may belong to any uid. Pure.
std::string_view ViolatedTreeMarkRule(const TreeMarkFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_TREE_MARK_H_
