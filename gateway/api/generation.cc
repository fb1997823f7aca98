#include "gateway/api/generation.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

bool IsCount(const json::value& value) {
  return (value.is_int64() && value.get_int64() > 0) || value.is_uint64();
}

bool IsInteger(const json::value& value) {
  return value.is_int64() || value.is_uint64();
}

bool IsNumber(const json::value& value) {
  return value.is_number() &&
         (!value.is_double() || std::isfinite(value.get_double()));
}
bool IsObject(const json::value& value) { return value.is_object(); }
bool IsString(const json::value& value) { return value.is_string(); }

bool IsStop(const json::value& value) {
  if (value.is_string()) return true;
  if (!value.is_array() || value.get_array().size() > 16) return false;
  for (const json::value& word : value.get_array()) {
    if (!word.is_string()) return false;
  }
  return true;
}

struct OptionRow {
  const char* name;     // in the request
  const char* as_name;  // for the back end
  bool (*is_valid)(const json::value&);
  const char* expected;
};
constexpr char kANumber[] = "a number";
constexpr char kACount[] = "a whole number above 0";
constexpr OptionRow kOptions[] = {
    {"temperature", "temperature", IsNumber, kANumber},
    {"top_p", "top_p", IsNumber, kANumber},
    {"top_k", "top_k", IsInteger, "a whole number"},
    {"min_p", "min_p", IsNumber, kANumber},
    {"max_tokens", "max_tokens", IsCount, kACount},
    {"max_completion_tokens", "max_completion_tokens", IsCount, kACount},
    {"max_output_tokens", "max_tokens", IsCount, kACount},
    {"presence_penalty", "presence_penalty", IsNumber, kANumber},
    {"frequency_penalty", "frequency_penalty", IsNumber, kANumber},
    {"repetition_penalty", "repetition_penalty", IsNumber, kANumber},
    {"seed", "seed", IsInteger, "a whole number"},
    {"stop", "stop", IsStop, "a string or up to 16 strings"},
    {"logit_bias", "logit_bias", IsObject, "an object"},
    {"response_format", "response_format", IsObject, "an object"},
    {"reasoning_effort", "reasoning_effort", IsString, "a string"},
    {"user", "user", IsString, "a string"},
};

bool IsFilled(const json::value& value) {
  if (value.is_array()) return !value.get_array().empty();
  if (value.is_object()) return !value.get_object().empty();
  return true;
}

bool IsTrue(const json::value& value) { return AsSwitch(value).value_or(true); }

bool IsMoreThanOne(const json::value& value) { return value != json::value(1); }

bool IsMoreThanText(const json::value& value) {
  return value != json::value(json::array{"text"});
}

struct RefusedRow {
  const char* name;
  bool (*is_asked_for)(const json::value&);
};
constexpr RefusedRow kRefused[] = {
    {"tools", IsFilled},    {"functions", IsFilled},
    {"n", IsMoreThanOne},   {"logprobs", IsTrue},
    {"audio", IsFilled},    {"modalities", IsMoreThanText},
    {"background", IsTrue},
};

Error InvalidValue(const char* name, const char* expected) {
  return BadRequest("invalid_value",
                    absl::StrCat("'", name, "' must be ", expected, "."), name);
}

std::optional<Error> FindRefused(const json::object& body) {
  for (const RefusedRow& row : kRefused) {
    const json::value* const value = Member(body, row.name);
    if (value == nullptr || !row.is_asked_for(*value)) continue;
    return BadRequest(
        "unsupported_parameter",
        absl::StrCat("This gateway does not support this value of '", row.name,
                     "'; omit it."),
        row.name);
  }
  return std::nullopt;
}

}  // namespace

OrError<Generation> ParseGeneration(const json::object& body) {
  if (auto refused = FindRefused(body)) return *std::move(refused);
  Generation generation;
  if (const json::value* model = Member(body, "model")) {
    if (!model->is_string()) return InvalidValue("model", "a string");
    generation.model = std::string(model->get_string());
  }
  if (const json::value* stream = Member(body, "stream")) {
    const std::optional<bool> wanted = AsSwitch(*stream);
    if (!wanted.has_value()) return InvalidValue("stream", "true or false");
    generation.stream = *wanted;
  }
  for (const OptionRow& row : kOptions) {
    const json::value* const value = Member(body, row.name);
    if (value == nullptr) continue;
    if (!row.is_valid(*value)) return InvalidValue(row.name, row.expected);
    generation.options[row.as_name] = *value;
  }
  return generation;
}

}  // namespace hermes::gateway::api
