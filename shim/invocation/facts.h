#ifndef HERMES_SHIM_INVOCATION_FACTS_H_
#define HERMES_SHIM_INVOCATION_FACTS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "shim/invocation/invocation.h"
#include "shim/profile/profile.h"

namespace hermes {

// What is known of a supervision tree that somebody else runs.
enum class TreeAccess {
  kNone,    // there is none that counts as evidence
  kLive,    // there is one, and this uid may operate it
  kDenied,  // there is one, and this uid may not
};

struct TreeFact {
  TreeAccess access = TreeAccess::kNone;
  std::string scandir;  // absolute; empty with kNone
};

// A program that is to be executed, or why it cannot be.
struct ProgramFact {
  std::string path;   // what execve gets; empty if there is none
  int exit_code = 0;  // 0, 126 or 127
  std::string tried;  // every path looked at and what is wrong with it
};

// All that a decision rests on. Gathered once at the edge; a fact that cannot
// matter for the invocation keeps its initial value.
struct Facts {
  Invocation invocation;
  uid_t uid = 0;
  bool is_pid_1 = false;
  bool has_overlay_init = false;  // s6-overlay's /init is in this image
  bool is_front_door = false;     // called as `hermes` through docker exec
  bool stdin_is_terminal = false;
  bool sentinel = false;           // HERMES_S6_SUPERVISED_CHILD
  std::string opt_out_variable;    // HERMES_GATEWAY_NO_SUPERVISE
  std::string supervise_variable;  // HERMES_GATEWAY_SUPERVISE
  std::string umask_variable;      // UMASK
  int depth = 0;                   // HERMES_ENTRY_DEPTH
  // Somebody said who hermes is: HERMES_UID or PUID, or /etc/passwd.
  bool knows_hermes_user = false;
  bool root_is_allowed = false;  // HERMES_ALLOW_ROOT_GATEWAY
  TreeFact tree;
  ProgramFact program;
  ProfileChoice profile;                // of a gateway run
  std::vector<std::string> missing_s6;  // names of s6 programs not found
};

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_FACTS_H_
