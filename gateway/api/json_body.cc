#include "gateway/api/json_body.h"

#include <boost/json/parse.hpp>
#include <boost/json/parse_options.hpp>
#include <utility>

#include "gateway/config/environment.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

constexpr size_t kDeepest = 32;

}  // namespace

OrError<json::object> ParseBody(std::string_view body) {
  json::parse_options options;
  options.max_depth = kDeepest;
  json::error_code error;
  json::value value = json::parse(json::string_view(body.data(), body.size()),
                                  error, {}, options);
  if (error == json::error::too_deep) {
    return BadRequest("invalid_json",
                      "The request's body is nested too deeply.");
  }
  if (error) {
    return BadRequest("invalid_json", "The request's body is not valid JSON: " +
                                          error.message() + ".");
  }
  if (!value.is_object()) {
    return BadRequest("invalid_json",
                      "The request's body must be a JSON object.");
  }
  return std::move(value.get_object());
}

std::optional<bool> AsSwitch(const json::value& value) {
  if (value.is_bool()) return value.get_bool();
  if (value.is_string()) return ParseSwitch(std::string(value.get_string()));
  return std::nullopt;
}

const json::value* Member(const json::object& object, std::string_view name) {
  const json::value* const value =
      object.if_contains(json::string_view(name.data(), name.size()));
  return value == nullptr || value->is_null() ? nullptr : value;
}

}  // namespace hermes::gateway::api
