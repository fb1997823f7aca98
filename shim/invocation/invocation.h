#ifndef HERMES_SHIM_INVOCATION_INVOCATION_H_
#define HERMES_SHIM_INVOCATION_INVOCATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "shim/invocation/gateway_run.h"

namespace hermes {

// The rows of the classification, in the order in which they are tried.
enum class InvocationKind {
  kNothing,     // no argument: runs hermes
  kGatewayRun,  // the gates decide
  kSubcommand,  // a known hermes sub-command
  kPath,        // a first argument with a '/'
  kOnPath,      // a bare word, found as a program on PATH
  kOther,       // hermes decides what it means
};

// What a command line asks for.
struct Invocation {
  InvocationKind kind = InvocationKind::kNothing;
  // The command to execute, including argv[0]: `hermes ARGS`, or the user's
  // command unchanged. Never empty.
  std::vector<std::string> argv;
  GatewayRun gateway_run;  // for kGatewayRun

  // Returns true if the command is hermes and not a program that the user
  // named.
  bool RunsHermes() const {
    return kind != InvocationKind::kPath && kind != InvocationKind::kOnPath;
  }
};

// Questions of Classify() about the file system. It calls each only if the
// answer matters.
struct CommandLookup {
  // Is there a program of this name, which has no '/', on PATH?
  absl::FunctionRef<bool(std::string_view)> is_on_path;
  // Should a first word `/init`, before more words, be dropped like `hermes`?
  // True if /init is s6-overlay's, which cannot run twice, or does not exist.
  absl::FunctionRef<bool()> drops_init;
  // Is the program at this path, which ends in one of hermes-entry's names,
  // this program?
  absl::FunctionRef<bool(std::string_view)> is_this_program;
};

// Decides what `args` (without the program's name) asks for. Drops all leading
// words `hermes` and `hermes-entry` and paths to this program that end in one
// of its names, so that nested entry points give the same result as one. Never
// changes, reorders or drops words of the user's command. Pure except for the
// questions in `lookup`.
Invocation Classify(const std::vector<std::string>& args,
                    const CommandLookup& lookup);

// Returns the stable name of a row, for instance "gateway-run", for
// explanations and tests.
std::string_view KindName(InvocationKind kind);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_INVOCATION_H_
