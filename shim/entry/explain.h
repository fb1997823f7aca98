#ifndef HERMES_SHIM_ENTRY_EXPLAIN_H_
#define HERMES_SHIM_ENTRY_EXPLAIN_H_

#include <string>

#include "shim/base/environment.h"
#include "shim/base/process_context.h"
#include "shim/facts/gather.h"
#include "shim/invocation/plan.h"

namespace hermes {

// The decision and every fact it rests on as lines "name: value"; values that
// have control characters show them as '?'. Pure.
std::string ExplainText(const Gathered& gathered, const Plan& plan,
                        const ProcessContext& context);

// Completes the facts with those that did not matter for the decision, so that
// an explanation shows all: the s6 evidence and the s6 programs.
void GatherTheRest(const Environment& environment, Gathered& gathered);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_EXPLAIN_H_
