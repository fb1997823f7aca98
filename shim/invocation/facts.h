#ifndef HERMES_SHIM_INVOCATION_FACTS_H_
#define HERMES_SHIM_INVOCATION_FACTS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "shim/invocation/invocation.h"
#include "shim/profile/profile.h"

namespace hermes {

// Whether there is a supervision tree that another process runs.
enum class TreeAccess {
  kNone,    // no tree was found that counts as evidence
  kLive,    // a tree was found, and this uid may operate it
  kDenied,  // a tree was found, but this uid may not operate it
};

struct TreeFact {
  TreeAccess access = TreeAccess::kNone;
  std::string scandir;  // absolute; empty if kNone
};

// The program to execute, or the reason why it cannot be executed.
struct ProgramFact {
  std::string path;   // the path for execve; empty if there is none
  int exit_code = 0;  // 0, 126 or 127
  std::string tried;  // every path that was examined, with its error
};

// All facts that a decision needs. Gathered once at the edge; a fact that
// cannot matter for the invocation keeps its initial value.
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
  // HERMES_UID, PUID or /etc/passwd names the hermes user.
  bool knows_hermes_user = false;
  bool root_is_allowed = false;  // HERMES_ALLOW_ROOT_GATEWAY
  TreeFact tree;
  ProgramFact program;
  ProfileChoice profile;                // for a gateway run
  std::vector<std::string> missing_s6;  // names of missing s6 programs
};

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_FACTS_H_
