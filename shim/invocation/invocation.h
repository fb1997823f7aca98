#ifndef HERMES_SHIM_INVOCATION_INVOCATION_H_
#define HERMES_SHIM_INVOCATION_INVOCATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "shim/invocation/gateway_run.h"

namespace hermes {

// The rows of the classification, in their order.
enum class InvocationKind {
  kNothing,     // no argument: hermes itself
  kGatewayRun,  // the gates decide
  kSubcommand,  // a known hermes sub-command
  kPath,        // a first argument with a '/'
  kOnPath,      // a bare word that PATH leads to a program
  kOther,       // hermes decides what it means
};

struct Invocation {
  InvocationKind kind = InvocationKind::kNothing;
  // What is to be executed, argv[0] included: `hermes ARGS`, or the user's
  // command untouched. Never empty.
  std::vector<std::string> argv;
  GatewayRun gateway_run;  // of kGatewayRun

  // True if hermes, and not a program that the user named, is executed.
  bool RunsHermes() const {
    return kind != InvocationKind::kPath && kind != InvocationKind::kOnPath;
  }
};

// What classification asks about the world; each is asked only where it
// matters.
struct CommandLookup {
  // Is there a program of this name (no '/' in it) on PATH?
  absl::FunctionRef<bool(std::string_view)> is_on_path;
  // Is the first word `/init`, before more words, to be dropped like `hermes`
  // is? So where it is s6-overlay's, which cannot run twice, or is not there.
  absl::FunctionRef<bool()> drops_init;
  // Is the program at this path, which ends in one of our names, this one?
  absl::FunctionRef<bool(std::string_view)> is_this_program;
};

// Decides what `args` (without the program's name) asks for. Leading literals
// `hermes` and `hermes-entry`, and paths to this very program by one of its
// names, are dropped, however many, so that nesting gives what one gives. Never
// changes, reorders or swallows the user's command. Pure but for the questions.
Invocation Classify(const std::vector<std::string>& args,
                    const CommandLookup& lookup);

// The stable name of a row: "gateway-run", for explanations and tests.
std::string_view KindName(InvocationKind kind);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_INVOCATION_H_
