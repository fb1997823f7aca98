// Fuzzes command lines (one word per line) as the shim and the gateway classify
// them.

#include "gateway/command/command_line.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/entry/switches.h"
#include "shim/entry/tini_options.h"
#include "shim/invocation/gateway_run.h"
#include "shim/invocation/invocation.h"
#include "tests/fuzzing/harness.h"

namespace hermes {
namespace {

using fuzzing::Require;
using Words = std::vector<std::string>;

bool EndsWith(const Words& words, const Words& end) {
  return words.size() >= end.size() &&
         std::equal(end.rbegin(), end.rend(), words.rbegin());
}

Invocation ClassifyHere(const Words& args) {
  return Classify(
      args,
      {[](std::string_view word) { return word == "sh"; }, [] { return true; },
       [](std::string_view path) { return path == "/usr/bin/hermes"; }});
}

void CheckClassification(const Words& args) {
  const Invocation plain = ClassifyHere(args);
  Require(!plain.argv.empty(), "something is executed");
  Words command = plain.argv;
  if (plain.RunsHermes()) {
    Require(command.front() == "hermes", "hermes is called by its name");
    command.erase(command.begin());
  }
  Require(EndsWith(args, command), "the user's words are not changed");
  for (const char* const name : {"hermes", "hermes-entry", "/usr/bin/hermes"}) {
    Words nested = args;
    nested.insert(nested.begin(), name);
    const Invocation again = ClassifyHere(nested);
    Require(again.kind == plain.kind && again.argv == plain.argv,
            "a name in front changes nothing");
  }
}

void CheckSwitches(const Words& args) {
  const std::optional<SwitchCall> call = FindSwitch(args);
  if (call.has_value()) {
    Require(call->word.rfind("--entry-", 0) == 0,
            "a switch begins with --entry-");
    Require(EndsWith(args, call->arguments),
            "a switch's arguments are not changed");
  }
  const Words command = WithoutTiniOptions(args);
  Require(EndsWith(args, command) || command == Words{"--entry-version"} ||
              command == Words{"--entry-help"},
          "only leading tini options are removed");
}

bool HasFlag(const gateway::CommandLine& line, const std::string& name) {
  return std::find(line.flags.begin(), line.flags.end(),
                   std::pair<std::string, std::string>(name, "true")) !=
         line.flags.end();
}

// Checks that both programs interpret `gateway run` in the same way: the shim
// decides whether it is supervised, the gateway runs it.
void CheckAgreement(const Words& args) {
  const std::optional<GatewayRun> shim = ParseGatewayRun(args);
  const auto line = gateway::ParseCommandLine(args);
  if (!line.ok()) {
    Require(!line.status().message().empty(), "an error says what is wrong");
    return;
  }
  const bool is_run = line->kind == gateway::CommandKind::kGatewayRun;
  Require(is_run == shim.has_value(), "both see the same gateway run");
  if (!is_run) return;
  Require(line->profile == shim->profile, "both see the same profile");
  Require(HasFlag(*line, "no_supervise") == shim->opt_out,
          "both see the same opt-out");
}

}  // namespace
}  // namespace hermes

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hermes::Words args =
      hermes::fuzzing::Lines(hermes::fuzzing::TextOf(data, size));
  // The newline at the end of a text file does not begin an empty word.
  if (args.back().empty()) args.pop_back();
  hermes::CheckClassification(args);
  hermes::CheckSwitches(args);
  hermes::CheckAgreement(args);
  return 0;
}
