#ifndef GATEWAY_API_JSON_BODY_H_
#define GATEWAY_API_JSON_BODY_H_

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/api/error.h"

namespace hermes::gateway::api {

// The result of parsing a part of a request: a value, or the error to return.
template <typename T>
using OrError = std::variant<T, Error>;

// Parses a request's body: one JSON object, valid UTF-8, nested no deeper than
// 32. Pure.
OrError<boost::json::object> ParseBody(std::string_view body);

// Returns a member's value as a boolean: true, false, or a word such as "true",
// "1" or "no". Returns std::nullopt for any other value.
std::optional<bool> AsSwitch(const boost::json::value& value);

// Returns the member `name`, or nullptr if it is missing or null.
const boost::json::value* Member(const boost::json::object& object,
                                 std::string_view name);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_JSON_BODY_H_
