#ifndef HERMES_SHIM_ENTRY_TINI_OPTIONS_H_
#define HERMES_SHIM_ENTRY_TINI_OPTIONS_H_

#include <string>
#include <vector>

namespace hermes {

// `args` without tini's own leading options: -g -s -v -w -l, -e CODE and -p
// SIGNAL, also joined as getopt takes them (-vvg, -e143), and one "--" behind
// them. Stops at the first other word, which belongs to the command. The lone
// --version and -h, which tini answers itself, become --entry-version and
// --entry-help. Pure.
std::vector<std::string> WithoutTiniOptions(
    const std::vector<std::string>& args);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_TINI_OPTIONS_H_
