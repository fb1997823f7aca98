#ifndef GATEWAY_COMMAND_HELP_TEXT_H_
#define GATEWAY_COMMAND_HELP_TEXT_H_

#include <string>

namespace hermes::gateway {

// The help for `subject`: "", "gateway", "gateway run", "gateway VERB" or
// "dashboard". Ends with a newline.
std::string HelpText(const std::string& subject);

// One line that says that `subject` ("" for the chat that bare `hermes` would
// be) is not in this version, and what is. No newline.
std::string NotBuiltLine(const std::string& subject);

// One line for `gateway install` and `gateway uninstall` (`verb`): a container
// has no services to install. No newline.
std::string AdviceLine(const std::string& verb);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_HELP_TEXT_H_
