#ifndef HERMES_SHIM_FACTS_TREE_MARK_H_
#define HERMES_SHIM_FACTS_TREE_MARK_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// What a file <run directory>/hermes-entry/tree is judged by.
struct TreeMarkFacts {
  bool is_file = false;  // a regular one
  uid_t owner = 0;
  uid_t directory_owner = 0;  // of <run directory>/hermes-entry
  mode_t directory_mode = 0;
  uid_t scandir_owner = 0;  // of the live scan directory beside it
  mode_t scandir_mode = 0;
  std::optional<std::string> pid1_name;  // nothing if it cannot be read
  std::optional<uid_t> pid1_uid;
  uid_t caller_uid = 0;
};

// Why the file does not mark a tree that hermes-entry has made, as the name of
// a rule; empty if it does. Whoever can write to the run directory can make
// such a file: it counts only with the owner of the live scan directory, in a
// directory that is that owner's alone, and, where PID 1 is the tree's parent,
// with the uid of PID 1. Below another PID 1 the tree may be any uid's. Pure.
std::string_view TreeMarkObjection(const TreeMarkFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_TREE_MARK_H_
