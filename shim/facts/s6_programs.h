#ifndef HERMES_SHIM_FACTS_S6_PROGRAMS_H_
#define HERMES_SHIM_FACTS_S6_PROGRAMS_H_

#include <string>
#include <string_view>
#include <vector>

namespace hermes {

// The paths of the s6 programs that hermes-entry uses; empty if not found.
struct S6Programs {
  std::string svscan;
  std::string svscanctl;
  std::string supervise;
  std::string svc;
  std::string svstat;
  std::string log;

  // Returns the names of the programs that were not found ("s6-svc"), in a
  // fixed order.
  std::vector<std::string> Missing() const;
};

// Looks for each program in /command, /package/admin/s6/command, /usr/bin,
// /bin, then in `path` (the value of PATH, may be empty). A program must be a
// regular file that this uid may execute.
S6Programs FindS6Programs(std::string_view path);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_S6_PROGRAMS_H_
