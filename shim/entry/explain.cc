#include "shim/entry/explain.h"

#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/process_context.h"
#include "shim/facts/evidence_query.h"
#include "shim/facts/gather.h"
#include "shim/facts/s6_evidence.h"
#include "shim/facts/s6_programs.h"
#include "shim/invocation/facts.h"
#include "shim/invocation/invocation.h"
#include "shim/invocation/plan.h"
#include "shim/profile/slot_name.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/reconcile/boot_settings.h"
#include "shim/reconcile/profile_data.h"

namespace hermes {
namespace {

constexpr std::string_view kNone = "-";

// The variables that a decision may depend on. None of them holds a secret.
constexpr std::string_view kVariables[] = {
    "HERMES_S6_SUPERVISED_CHILD",
    "HERMES_GATEWAY_NO_SUPERVISE",
    "HERMES_GATEWAY_SUPERVISE",
    "HERMES_GATEWAY_AUTOSTART",
    "HERMES_GATEWAY_BOOTSTRAP_STATE",
    "HERMES_GATEWAY_START_STAGGER",
    "HERMES_GATEWAY_MAX_RESTARTS",
    "HERMES_GATEWAY_ON_FATAL",
    "HERMES_DASHBOARD",
    "HERMES_BIN",
    "HERMES_HOME",
    "HERMES_ENTRY_DEPTH",
    "HERMES_ENTRY_RUN_DIR",
    "PATH",
};

std::string_view YesNo(bool value) { return value ? "yes" : "no"; }

std::string_view AccessName(TreeAccess access) {
  switch (access) {
    case TreeAccess::kNone:
      return "none";
    case TreeAccess::kLive:
      return "live";
    case TreeAccess::kDenied:
      return "live, but this uid may not operate it";
  }
  return "";
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text.push_back(' ');
    const bool plain =
        !word.empty() && word.find_first_of(" '\"\\\t\n") == std::string::npos;
    text.append(plain ? word : "'" + word + "'");
  }
  return text;
}

class Lines {
 public:
  void Add(std::string_view name, std::string_view value) {
    text_.append(name).append(": ").append(value.empty() ? kNone : value);
    text_.push_back('\n');
  }
  void AddText(std::string_view name, std::string value) {
    for (char& c : value) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    }
    Add(name, value);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

void AddDecision(const Plan& plan, const Facts& facts, Lines& lines) {
  const bool is_run = facts.invocation.kind == InvocationKind::kGatewayRun;
  lines.Add("invocation", KindName(facts.invocation.kind));
  lines.Add("action", ActionName(plan.action));
  if (plan.action == Action::kOwnInit) {
    lines.Add("supervised", YesNo(plan.supervise));
  }
  if (plan.action == Action::kRefuse) {
    lines.Add("exit code", std::to_string(plan.exit_code));
  }
  if (is_run) {
    lines.Add("closed gate",
              plan.closed_gate.empty() ? "none" : plan.closed_gate);
    lines.AddText("profile", plan.profile);
    lines.AddText(
        "slot", plan.profile.empty() ? std::string() : SlotName(plan.profile));
  }
  lines.AddText("argv", Joined(plan.argv));
  lines.AddText("program", plan.program);
  lines.Add("drops root first", YesNo(plan.drop_root));
  for (const std::string& message : plan.messages) {
    lines.AddText("says", message);
  }
}

// Adds which slots a boot with this command would start, and why.
void AddBoot(const Plan& plan, const std::string& data_root,
             const Environment& environment, Lines& lines) {
  const BootFacts facts =
      BootFactsOf(plan.profile, plan.supervise, ReadBootSettings(environment));
  const BootPlan boot = PlanBoot(facts, GatherProfiles(data_root, facts));
  for (const ProfilePlan& profile : boot.profiles) {
    lines.AddText("boot of " + SlotName(profile.profile),
                  std::string(profile.up ? "up" : "down") + " (" +
                      std::string(profile.reason) + ")");
  }
  lines.Add("boot of dashboard", boot.dashboard_up ? "up" : "down");
  if (plan.profile.empty()) return;  // such a boot prints no warnings
  for (const std::string& warning : facts.settings.warnings) {
    lines.AddText("says", warning);
  }
}

void AddFacts(const Gathered& gathered, Lines& lines) {
  const Facts& facts = gathered.facts;
  lines.Add("pid 1 is this process", YesNo(facts.is_pid_1));
  lines.AddText("pid 1 is called",
                gathered.evidence.pid1_name.value_or("(cannot be read)"));
  lines.Add("uid", std::to_string(geteuid()));
  lines.Add("gid", std::to_string(getegid()));
  lines.Add("stdin is a terminal", YesNo(isatty(STDIN_FILENO) == 1));
  lines.Add("front door of docker exec", YesNo(facts.is_front_door));
  lines.Add("s6-overlay's /init", YesNo(facts.has_overlay_init));
  lines.AddText("scandir", gathered.evidence.live_scandir);
  lines.Add("scandir access", AccessName(gathered.evidence.scandir_access));
  lines.Add("tree made by hermes-entry", YesNo(gathered.evidence.own_mark));
  lines.Add("counts as evidence",
            YesNo(gathered.evidence.tree.access != TreeAccess::kNone));
  lines.AddText("state directory", gathered.data_root);
  lines.AddText("looked for program at", facts.program.tried);
}

void AddS6(const S6Programs& s6, Lines& lines) {
  lines.AddText("s6-svscan", s6.svscan);
  lines.AddText("s6-svscanctl", s6.svscanctl);
  lines.AddText("s6-supervise", s6.supervise);
  lines.AddText("s6-svc", s6.svc);
  lines.AddText("s6-svstat", s6.svstat);
  lines.AddText("s6-log", s6.log);
}

}  // namespace

std::string ExplainText(const Gathered& gathered, const Plan& plan,
                        const ProcessContext& context) {
  Lines lines;
  AddDecision(plan, gathered.facts, lines);
  const bool makes_tree =
      plan.action == Action::kOwnInit || plan.action == Action::kOwnTree;
  if (makes_tree && gathered.facts.missing_s6.empty()) {
    AddBoot(plan, gathered.data_root, context.environment, lines);
  }
  AddFacts(gathered, lines);
  AddS6(gathered.s6, lines);
  lines.AddText("hermes-entry", context.shim_program);
  for (const std::string_view name : kVariables) {
    const auto value = context.environment.Get(name);
    lines.AddText(name, value ? "'" + std::string(*value) + "'" : "(not set)");
  }
  return lines.Take();
}

void GatherTheRest(const Environment& environment, Gathered& gathered) {
  if (gathered.evidence.tree.access == TreeAccess::kNone) {
    gathered.evidence = FindS6Evidence(EvidenceQueryFor(environment));
  }
  gathered.s6 = FindS6Programs(environment.GetOrEmpty("PATH"));
}

}  // namespace hermes
