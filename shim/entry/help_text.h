#ifndef HERMES_SHIM_ENTRY_HELP_TEXT_H_
#define HERMES_SHIM_ENTRY_HELP_TEXT_H_

namespace hermes {

// What --entry-help prints: every switch, option, variable and exit code.
extern const char kHelpText[];

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_HELP_TEXT_H_
