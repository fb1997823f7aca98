#ifndef HERMES_SHIM_ENTRY_HELP_TEXT_H_
#define HERMES_SHIM_ENTRY_HELP_TEXT_H_

namespace hermes {

// The text that --entry-help prints: all switches, options, variables and exit
// codes.
extern const char kHelpText[];

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_HELP_TEXT_H_
