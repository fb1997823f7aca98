#include "shim/facts/gather.h"

#include <unistd.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/path_search.h"
#include "shim/base/process_context.h"
#include "shim/base/same_file.h"
#include "shim/base/truth.h"
#include "shim/base/umask_setting.h"
#include "shim/facts/evidence_query.h"
#include "shim/facts/gateway_lookup.h"
#include "shim/facts/overlay.h"
#include "shim/facts/s6_evidence.h"
#include "shim/facts/s6_programs.h"
#include "shim/invocation/depth.h"
#include "shim/invocation/facts.h"
#include "shim/invocation/gates.h"
#include "shim/invocation/invocation.h"
#include "shim/invocation/supervise_mode.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/identity.h"
#include "shim/profile/data_files.h"
#include "shim/profile/profile.h"

namespace hermes {
namespace {

ProgramFact Gateway(const ProcessContext& context) {
  GatewayLookup lookup = FindGateway(context.environment, context.shim_program);
  std::string tried = DescribeTried(lookup);
  return {std::move(lookup.program), lookup.exit_code, std::move(tried)};
}

// Examines the user's program, but only as PID 1: below another PID 1 the exec
// itself reports the error, and a check before would only cost time.
ProgramFact UsersProgram(const std::string& path, bool is_pid_1) {
  const int err = is_pid_1 ? ExecutableError(path) : 0;
  if (err == 0) return {path, 0, ""};
  return {"", ExitCodeOfExecFailure(err),
          path + " (" + DescribeExecutableError(err) + ")"};
}

ProfileChoice Profile(const Facts& facts, const DataHome& home) {
  ProfileSources sources;
  sources.option = facts.invocation.gateway_run.profile;
  sources.home = home.profile;
  // Outside a container of hermes-entry the data may be anywhere.
  const bool data_is_known =
      facts.is_pid_1 || facts.tree.access != TreeAccess::kNone ||
      ParseSuperviseMode(facts.supervise_variable) == SuperviseMode::kAlways;
  if (data_is_known && !sources.option && !sources.home) {
    sources.active_profile = ReadActiveProfile(home.root);
  }
  return ChooseProfile(sources, [&](const std::string& name) {
    return !data_is_known || ProfileExists(home.root, name);
  });
}

void GatherGatewayRun(const Environment& environment, const DataHome& home,
                      Gathered& gathered) {
  Facts& facts = gathered.facts;
  facts.sentinel =
      !environment.GetOrEmpty("HERMES_S6_SUPERVISED_CHILD").empty();
  facts.opt_out_variable =
      environment.GetOrEmpty("HERMES_GATEWAY_NO_SUPERVISE");
  // The first gates cost nothing: if one of them is closed, no tree is searched
  // for. supervise_variable, which may open the last gate, is set only later:
  // an existing tree is used regardless of its value.
  if (FirstClosedGate(facts) == kS6EvidenceGate) {
    gathered.evidence = FindS6Evidence(EvidenceQueryFor(environment));
    facts.tree = gathered.evidence.tree;
  }
  facts.supervise_variable = environment.GetOrEmpty("HERMES_GATEWAY_SUPERVISE");
  facts.umask_variable = environment.GetOrEmpty(kUmaskVariable);
  if (!facts.sentinel) facts.profile = Profile(facts, home);
}

void GatherRoot(const Environment& environment, Facts& facts) {
  facts.knows_hermes_user = KnowsHermesUser(environment, PasswdText());
  facts.root_is_allowed =
      ParseTruth(environment.GetOrEmpty("HERMES_ALLOW_ROOT_GATEWAY")) ==
      Truth::kTrue;
}

bool NeedsS6(const Facts& facts) {
  return facts.is_pid_1 ||
         (facts.invocation.kind == InvocationKind::kGatewayRun &&
          FirstClosedGate(facts).empty());
}

Invocation ClassifyHere(const std::vector<std::string>& args,
                        const ProcessContext& context,
                        std::string& found_on_path) {
  const std::string_view path = context.environment.GetOrEmpty("PATH");
  const auto is_on_path = [&](std::string_view word) {
    std::optional<std::string> found = FindOnPath(word, path);
    if (found) found_on_path = *std::move(found);
    return !found_on_path.empty();
  };
  const auto is_this_program = [&context](std::string_view program) {
    return IsSameFile(std::string(program), context.shim_program);
  };
  return Classify(
      args, {is_on_path, [] { return !HasForeignInit(""); }, is_this_program});
}

}  // namespace

Gathered GatherFacts(const ProcessContext& context,
                     const std::vector<std::string>& args, bool is_front_door) {
  const Environment& environment = context.environment;
  Gathered gathered;
  Facts& facts = gathered.facts;
  std::string found_on_path;
  facts.invocation = ClassifyHere(args, context, found_on_path);
  facts.uid = geteuid();
  facts.is_pid_1 = getpid() == 1;
  facts.is_front_door = is_front_door;
  facts.has_overlay_init = facts.is_pid_1 && HasOverlayInit("");
  if (facts.has_overlay_init) return gathered;
  if (facts.invocation.kind == InvocationKind::kNothing) {
    facts.stdin_is_terminal = isatty(STDIN_FILENO) == 1;
  }
  if (facts.invocation.RunsHermes()) {
    facts.depth = ParseDepth(environment.GetOrEmpty(kDepthVariable));
    facts.program = Gateway(context);
  } else {
    facts.program = UsersProgram(
        found_on_path.empty() ? facts.invocation.argv.front() : found_on_path,
        facts.is_pid_1);
  }
  const DataHome home = ParseDataHome(environment.GetOrEmpty("HERMES_HOME"));
  gathered.data_root = home.root;
  if (facts.invocation.kind == InvocationKind::kGatewayRun) {
    GatherGatewayRun(environment, home, gathered);
  }
  if (facts.uid == 0 && !facts.is_pid_1 && !facts.sentinel &&
      facts.invocation.RunsHermes()) {
    GatherRoot(environment, facts);
  }
  if (NeedsS6(facts)) {
    gathered.s6 = FindS6Programs(environment.GetOrEmpty("PATH"));
    facts.missing_s6 = gathered.s6.Missing();
  }
  return gathered;
}

}  // namespace hermes
