#ifndef HERMES_SHIM_BASE_JSON_MEMBERS_H_
#define HERMES_SHIM_BASE_JSON_MEMBERS_H_

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// Returns the value of the member `name` of the JSON object `text`. Ignores
// members of nested objects. If several members have that name, the last one
// counts. A string value is returned unquoted with escapes resolved (a \u
// escape outside ASCII becomes '?'); any other value is returned as it is
// written. Returns std::nullopt if the member is missing, or if `text` is not
// a complete object in valid UTF-8. Meant for reading one or two short values
// from a file that a program wrote: does not check the syntax of numbers and
// literals. Pure.
std::optional<std::string> JsonMember(std::string_view text,
                                      std::string_view name);

// Returns the JSON object `text` with the member `name` set to `value`. `value`
// must be JSON, and `name` must not need escapes. Replaces the value of the
// last member of that name, or appends a member. Keeps every other byte.
// Returns std::nullopt if `text` is not a complete object. Pure.
std::optional<std::string> WithJsonMember(std::string_view text,
                                          std::string_view name,
                                          std::string_view value);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_JSON_MEMBERS_H_
