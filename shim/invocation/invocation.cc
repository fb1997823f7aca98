#include "shim/invocation/invocation.h"

#include <string>
#include <string_view>
#include <vector>

#include "shim/invocation/gateway_run.h"
#include "shim/invocation/subcommands.h"

namespace hermes {
namespace {

using Args = std::vector<std::string>;

struct Row {
  InvocationKind kind;
  bool (*matches)(const Args&, const CommandLookup&);
};

bool HasSlash(const std::string& word) {
  return word.find('/') != std::string::npos;
}

bool IsPlainWord(const std::string& word) {
  return !word.empty() && word.front() != '-' && !HasSlash(word);
}

// The first matching row counts; their order is part of the contract. `args` is
// never empty after the first row.
constexpr Row kRows[] = {
    {InvocationKind::kNothing,
     [](const Args& args, const CommandLookup&) { return args.empty(); }},
    {InvocationKind::kGatewayRun,
     [](const Args& args, const CommandLookup&) {
       return ParseGatewayRun(args).has_value();
     }},
    {InvocationKind::kSubcommand,
     [](const Args& args, const CommandLookup&) {
       return IsHermesSubcommand(args.front());
     }},
    {InvocationKind::kPath,
     [](const Args& args, const CommandLookup&) {
       return HasSlash(args.front()) && args.front().front() != '-';
     }},
    {InvocationKind::kOnPath,
     [](const Args& args, const CommandLookup& lookup) {
       return IsPlainWord(args.front()) && lookup.is_on_path(args.front());
     }},
    {InvocationKind::kOther,
     [](const Args&, const CommandLookup&) { return true; }},
};

bool IsOwnName(std::string_view word) {
  return word == "hermes" || word == "hermes-entry";
}

// Returns true for a path by which an old image may call hermes-entry. Not for
// tini's: that is executed, and hermes-entry then parses tini's options.
bool EndsInOwnName(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view name = path.substr(slash + 1);
  return IsOwnName(name) || name == "entrypoint.sh" ||
         name == "main-wrapper.sh";
}

Args WithoutOwnNames(const Args& args, const CommandLookup& lookup) {
  auto first = args.begin();
  for (; first != args.end(); ++first) {
    if (IsOwnName(*first)) continue;
    if (EndsInOwnName(*first) && lookup.is_this_program(*first)) continue;
    const bool more = first + 1 != args.end();
    if (*first == "/init" && more && lookup.drops_init()) continue;
    break;
  }
  return Args(first, args.end());
}

}  // namespace

Invocation Classify(const std::vector<std::string>& args,
                    const CommandLookup& lookup) {
  Invocation invocation;
  invocation.argv = WithoutOwnNames(args, lookup);
  for (const Row& row : kRows) {
    if (!row.matches(invocation.argv, lookup)) continue;
    invocation.kind = row.kind;
    break;
  }
  if (invocation.kind == InvocationKind::kGatewayRun) {
    invocation.gateway_run = *ParseGatewayRun(invocation.argv);
  }
  if (invocation.RunsHermes()) {
    invocation.argv.insert(invocation.argv.begin(), "hermes");
  }
  return invocation;
}

std::string_view KindName(InvocationKind kind) {
  switch (kind) {
    case InvocationKind::kNothing:
      return "nothing";
    case InvocationKind::kGatewayRun:
      return "gateway-run";
    case InvocationKind::kSubcommand:
      return "subcommand";
    case InvocationKind::kPath:
      return "path";
    case InvocationKind::kOnPath:
      return "on-path";
    case InvocationKind::kOther:
      return "other";
  }
  return "";
}

}  // namespace hermes
