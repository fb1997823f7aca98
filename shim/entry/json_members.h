#ifndef HERMES_SHIM_ENTRY_JSON_MEMBERS_H_
#define HERMES_SHIM_ENTRY_JSON_MEMBERS_H_

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// The value of the member `name` of the JSON object that `text` is, its own
// members only, not those of objects inside it: a string's characters with
// escapes resolved (a \u escape outside ASCII comes as '?'), any other value as
// it is written. The last member of that name counts. Nothing if there is no
// such member or the text is no whole object. Meant for one or two short values
// of a file that a program wrote: it does not judge numbers or literals. Pure.
std::optional<std::string> JsonMember(std::string_view text,
                                      std::string_view name);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_JSON_MEMBERS_H_
