#include "shim/facts/tree_mark.h"

#include <string_view>

namespace hermes {
namespace {

constexpr mode_t kWritableByOthers = 022;

struct Row {
  std::string_view name;
  bool (*violated)(const TreeMarkFacts&);
};

constexpr Row kRows[] = {
    {"not-a-file", [](const TreeMarkFacts& f) { return !f.is_file; }},
    {"not-the-scandirs-owner",
     [](const TreeMarkFacts& f) { return f.owner != f.scandir_owner; }},
    {"not-in-its-owners-directory",
     [](const TreeMarkFacts& f) { return f.owner != f.directory_owner; }},
    {"directory-open-to-others",
     [](const TreeMarkFacts& f) {
       return (f.directory_mode & kWritableByOthers) != 0;
     }},
    {"scandir-open-to-others",
     [](const TreeMarkFacts& f) {
       return (f.scandir_mode & kWritableByOthers) != 0;
     }},
    // If PID 1's name cannot be read, neither can its uid: then only the
    // caller's own tree is trusted.
    {"not-pid-1s-owner",
     [](const TreeMarkFacts& f) {
       if (!f.pid1_name) return f.owner != f.caller_uid;
       return f.pid1_name == "s6-svscan" && f.pid1_uid != f.owner;
     }},
};

}  // namespace

std::string_view ViolatedTreeMarkRule(const TreeMarkFacts& facts) {
  for (const Row& row : kRows) {
    if (row.violated(facts)) return row.name;
  }
  return "";
}

}  // namespace hermes
