#include "shim/entry/explain.h"

#include <gtest/gtest.h>

#include <string>

#include "shim/base/environment.h"
#include "shim/base/process_context.h"
#include "shim/facts/gather.h"
#include "shim/invocation/plan.h"

namespace hermes {
namespace {

Gathered SupervisedRun() {
  Gathered gathered;
  gathered.facts.invocation.kind = InvocationKind::kGatewayRun;
  gathered.facts.invocation.argv = {"hermes", "gateway", "run", "a b"};
  gathered.facts.tree = {TreeAccess::kLive, "/run/service"};
  gathered.facts.program.path = "/opt/hermes/libexec/hermes";
  gathered.facts.profile.name = "coder";
  gathered.evidence.tree = gathered.facts.tree;
  gathered.evidence.live_scandir = "/run/service";
  gathered.evidence.scandir_access = TreeAccess::kLive;
  gathered.evidence.pid1_name = "s6-svscan";
  gathered.data_root = "/opt/data";
  gathered.s6.svc = "/command/s6-svc";
  return gathered;
}

std::string Explain(const Gathered& gathered,
                    const ProcessContext& context = {}) {
  return ExplainText(gathered, Decide(gathered.facts), context);
}

void ExpectLine(const std::string& text, const std::string& line) {
  EXPECT_NE(("\n" + text).find("\n" + line + "\n"), std::string::npos)
      << "no line '" << line << "' in\n"
      << text;
}

TEST(ExplainTest, PrintsDecision) {
  const std::string text = Explain(SupervisedRun());
  ExpectLine(text, "invocation: gateway-run");
  ExpectLine(text, "action: supervise");
  ExpectLine(text, "closed gate: none");
  ExpectLine(text, "profile: coder");
  ExpectLine(text, "slot: gateway-coder");
  ExpectLine(text, "argv: hermes gateway run 'a b'");
  ExpectLine(text, "program: /opt/hermes/libexec/hermes");
}

TEST(ExplainTest, PrintsFacts) {
  const std::string text = Explain(SupervisedRun());
  ExpectLine(text, "pid 1 is called: s6-svscan");
  ExpectLine(text, "scandir: /run/service");
  ExpectLine(text, "scandir access: live");
  ExpectLine(text, "counts as evidence: yes");
  ExpectLine(text, "state directory: /opt/data");
  ExpectLine(text, "s6-svc: /command/s6-svc");
  ExpectLine(text, "s6-log: -");
}

TEST(ExplainTest, PrintsClosedGateAndWarnings) {
  Gathered gathered = SupervisedRun();
  gathered.facts.tree = {};
  const std::string text = Explain(gathered);
  ExpectLine(text, "closed gate: s6-evidence");
  EXPECT_NE(text.find("\nsays: "), std::string::npos) << text;
}

TEST(ExplainTest, PrintsRefusalWithExitCode) {
  Gathered gathered = SupervisedRun();
  gathered.facts.program = {"", 127, "/a/hermes"};
  const std::string text = Explain(gathered);
  ExpectLine(text, "action: refuse");
  ExpectLine(text, "exit code: 127");
  ExpectLine(text, "looked for program at: /a/hermes");
}

TEST(ExplainTest, PrintsSettingsButNoSecrets) {
  ProcessContext context;
  context.environment = Environment({"HERMES_BIN=/x", "API_SERVER_KEY=sesame"});
  const std::string text = Explain(SupervisedRun(), context);
  ExpectLine(text, "HERMES_BIN: '/x'");
  ExpectLine(text, "HERMES_GATEWAY_SUPERVISE: (not set)");
  EXPECT_EQ(text.find("sesame"), std::string::npos);
}

TEST(ExplainTest, ReplacesControlCharacters) {
  Gathered gathered = SupervisedRun();
  gathered.facts.invocation.argv = {"/x", "\x1b[2J\n"};
  ExpectLine(Explain(gathered), "argv: /x '?[2J?'");
}

}  // namespace
}  // namespace hermes
