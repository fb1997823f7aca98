#ifndef HERMES_SHIM_ENTRY_TINI_OPTIONS_H_
#define HERMES_SHIM_ENTRY_TINI_OPTIONS_H_

#include <string>
#include <vector>

namespace hermes {

// Returns `args` without tini's leading options: -g -s -v -w -l, -e CODE and -p
// SIGNAL, also joined as getopt allows (-vvg, -e143), and without one "--"
// after them. The first other word begins the command. If --version or -h is
// the only argument, which tini answers itself, returns --entry-version or
// --entry-help. Pure.
std::vector<std::string> WithoutTiniOptions(
    const std::vector<std::string>& args);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_TINI_OPTIONS_H_
