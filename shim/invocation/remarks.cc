#include "shim/invocation/remarks.h"

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/truth.h"
#include "shim/base/umask_setting.h"
#include "shim/invocation/facts.h"
#include "shim/invocation/gates.h"
#include "shim/invocation/supervise_mode.h"

namespace hermes {
namespace {

struct Row {
  bool (*applies)(const Facts&, std::string_view closed_gate);
  std::string (*line)(const Facts&);
};

SuperviseMode ModeOf(const Facts& facts) {
  return ParseSuperviseMode(facts.supervise_variable);
}

std::string OptOutLine(const Facts& facts) {
  return "HERMES_GATEWAY_NO_SUPERVISE='" + facts.opt_out_variable +
         "' is not understood and ignored: use 1, true or yes to opt out of "
         "supervision";
}

std::string ModeLine(const Facts& facts) {
  return "HERMES_GATEWAY_SUPERVISE='" + facts.supervise_variable +
         "' is not understood, so auto applies: use auto, always or require";
}

std::string UmaskLine(const Facts& facts) {
  return "UMASK='" + facts.umask_variable +
         "' is not understood and ignored: use an octal number such as 027";
}

std::string NoTreeLine(const Facts&) {
  return "the gateway runs in the foreground, unsupervised: hermes-entry is "
         "not PID 1 and there is no live s6 tree; to have it restarted after a "
         "crash, start the container without another init (no --init) or set "
         "HERMES_GATEWAY_SUPERVISE=always";
}

std::string MissingS6Line(const Facts& facts) {
  return DescribeMissingS6(facts) +
         ": the gateway runs in the foreground, unsupervised; install s6 to "
         "have it restarted after a crash";
}

constexpr Row kRunRows[] = {
    {[](const Facts& f, std::string_view) {
       return !f.profile.warning.empty();
     },
     [](const Facts& f) { return f.profile.warning; }},
    {[](const Facts& f, std::string_view gate) {
       return gate != kOptOutFlagGate &&
              ParseTruth(f.opt_out_variable) == Truth::kUnrecognised;
     },
     OptOutLine},
    {[](const Facts& f, std::string_view) {
       return ModeOf(f) == SuperviseMode::kUnknown;
     },
     ModeLine},
    {[](const Facts& f, std::string_view) {
       return !f.umask_variable.empty() &&
              !ParseUmask(f.umask_variable).has_value();
     },
     UmaskLine},
    {[](const Facts&, std::string_view gate) {
       return gate == kS6EvidenceGate;
     },
     NoTreeLine},
    {[](const Facts& f, std::string_view gate) {
       return gate.empty() && !f.missing_s6.empty();
     },
     MissingS6Line},
};

}  // namespace

std::vector<std::string> Remarks(const Facts& facts,
                                 std::string_view closed_gate) {
  const InvocationKind kind = facts.invocation.kind;
  if (kind == InvocationKind::kNothing && !facts.stdin_is_terminal) {
    return {
        "no command was given and stdin is not a terminal, so the interactive "
        "hermes cannot be used; 'gateway run' starts a server"};
  }
  std::vector<std::string> lines;
  if (kind != InvocationKind::kGatewayRun || facts.sentinel) return lines;
  for (const Row& row : kRunRows) {
    if (row.applies(facts, closed_gate)) lines.push_back(row.line(facts));
  }
  return lines;
}

std::string DescribeMissingS6(const Facts& facts) {
  std::string text;
  for (const std::string& name : facts.missing_s6) {
    if (!text.empty()) text.append(", ");
    text.append(name);
  }
  return text +
         " not found in /command, /package/admin/s6/command, /usr/bin, /bin "
         "or PATH";
}

}  // namespace hermes
