#ifndef GATEWAY_API_JSON_BODY_H_
#define GATEWAY_API_JSON_BODY_H_

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gateway/api/api_error.h"

namespace hermes::gateway {

// What a request's rule returns: a value, or the error to be answered.
template <typename T>
using OrError = std::variant<T, ApiError>;

// Parses a request's body: one JSON object, valid UTF-8, nested no deeper than
// 32. Pure.
OrError<boost::json::object> ParseBody(std::string_view body);

// A member's value as a truth: true, false, or words such as "true", "1",
// "no"; nothing for anything else.
std::optional<bool> AsSwitch(const boost::json::value& value);

// The member, unless it is missing or null.
const boost::json::value* Member(const boost::json::object& object,
                                 std::string_view name);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_JSON_BODY_H_
