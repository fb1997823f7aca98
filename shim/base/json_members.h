#ifndef HERMES_SHIM_BASE_JSON_MEMBERS_H_
#define HERMES_SHIM_BASE_JSON_MEMBERS_H_

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// The value of the member `name` of the JSON object that `text` is, its own
// members only, not those of objects inside it: a string's characters with
// escapes resolved (a \u escape outside ASCII comes as '?'), any other value as
// it is written. The last member of that name counts. Nothing if there is no
// such member or the text is no whole object. Meant for one or two short values
// of a file that a program wrote: it does not judge numbers or literals. A
// text that is no UTF-8 is no whole object. Pure.
std::optional<std::string> JsonMember(std::string_view text,
                                      std::string_view name);

// `text`, which is a JSON object, with `value`, which is JSON, as its member
// `name`, which needs no escapes: in the place of the last one of that name,
// else behind the others. Every other byte stays as it is. Nothing if the text
// is no whole object. Pure.
std::optional<std::string> WithJsonMember(std::string_view text,
                                          std::string_view name,
                                          std::string_view value);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_JSON_MEMBERS_H_
