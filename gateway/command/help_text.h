#ifndef GATEWAY_COMMAND_HELP_TEXT_H_
#define GATEWAY_COMMAND_HELP_TEXT_H_

#include <string>

namespace hermes::gateway {

// Returns the help for `subject`: "", "gateway", "gateway run", "gateway VERB"
// or "dashboard". Ends with a newline.
std::string HelpText(const std::string& subject);

// Returns one line without a newline that says that `subject` is not in this
// version, and what is. "" stands for the chat that `hermes` without a command
// would start.
std::string NotBuiltLine(const std::string& subject);

// Returns one line without a newline for `gateway install` and `gateway
// uninstall` (`verb`): a container has no services to install.
std::string AdviceLine(const std::string& verb);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_HELP_TEXT_H_
