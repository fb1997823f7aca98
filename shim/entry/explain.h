#ifndef HERMES_SHIM_ENTRY_EXPLAIN_H_
#define HERMES_SHIM_ENTRY_EXPLAIN_H_

#include <string>

#include "shim/base/environment.h"
#include "shim/base/process_context.h"
#include "shim/facts/gather.h"
#include "shim/invocation/plan.h"

namespace hermes {

// Returns the decision and every fact that it is based on, as lines
// "name: value". Shows control characters in values as '?'. Pure.
std::string ExplainText(const Gathered& gathered, const Plan& plan,
                        const ProcessContext& context);

// Gathers the facts that the decision did not need, so that the explanation
// shows all of them: the s6 evidence and the s6 programs.
void GatherTheRest(const Environment& environment, Gathered& gathered);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_EXPLAIN_H_
