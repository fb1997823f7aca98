// Fuzzes the lookup and replacement of a JSON object's member, and the state
// file that this is used for. Boost.JSON is the reference for valid JSON.

#include "shim/base/json_members.h"

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "shim/profile/desired_state.h"
#include "shim/profile/recorded_state.h"
#include "tests/fuzzing/harness.h"

namespace hermes {
namespace {

namespace json = boost::json;
using fuzzing::Require;

constexpr std::string_view kName = "desired_state";
// A value that an input hardly contains, so that it is easy to find.
constexpr std::string_view kValue = "\"~spliced~\"";
constexpr std::string_view kOtherValue = "[1,{\"x\":null}]";

std::optional<json::object> ParseObject(std::string_view text) {
  json::parse_options options;
  options.max_depth = text.size() + 1;
  json::error_code error;
  const json::value value =
      json::parse({text.data(), text.size()}, error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  return value.get_object();
}

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

std::string NewMember() { return "\"" + std::string(kName) + "\":"; }

// Checks that every byte outside of the member's value is unchanged.
void CheckRest(std::string_view text, std::string_view spliced) {
  const size_t at = spliced.rfind(kValue);
  Require(at != std::string_view::npos, "the new value is in the text");
  std::string_view before = spliced.substr(0, at);
  const std::string_view after = spliced.substr(at + kValue.size());
  const std::optional<std::string> old = JsonMember(text, kName);
  if (!old.has_value()) {
    Require(EndsWith(before, NewMember()), "a new member has its name");
    before.remove_suffix(NewMember().size());
    if (before.size() + after.size() > text.size()) {
      Require(EndsWith(before, ","), "a comma precedes a new member");
      before.remove_suffix(1);
    }
    Require(before.size() + after.size() == text.size(),
            "a new member replaces nothing");
  }
  Require(before.size() + after.size() <= text.size(), "only a value changes");
  Require(StartsWith(text, before), "the text before the value is unchanged");
  Require(EndsWith(text, after), "the text after the value is unchanged");
  if (!old.has_value()) return;
  std::string replaced = "{" + NewMember();
  replaced +=
      text.substr(before.size(), text.size() - before.size() - after.size());
  replaced += "}";
  Require(JsonMember(replaced, kName) == old, "only the value is replaced");
}

void CheckSplice(std::string_view text) {
  const auto spliced = WithJsonMember(text, kName, kValue);
  if (!spliced.has_value()) {
    Require(!JsonMember(text, kName).has_value(),
            "a text that is not an object has no member");
    return;
  }
  Require(JsonMember(*spliced, kName) == kValue.substr(1, kValue.size() - 2),
          "the member has the new value");
  Require(WithJsonMember(*spliced, kName, kValue) == spliced,
          "splicing again changes nothing");
  const auto other = WithJsonMember(*spliced, kName, kOtherValue);
  Require(other.has_value(), "the result is an object");
  Require(WithJsonMember(*other, kName, kValue) == spliced,
          "nothing remains of the previous value");
  if (text.find("~spliced~") == std::string_view::npos) {
    CheckRest(text, *spliced);
  }
}

// Checks that every text that Boost.JSON accepts is accepted here, with the
// same result.
void CheckAgainstLibrary(std::string_view text) {
  const auto object = ParseObject(text);
  if (!object.has_value()) return;
  const auto spliced = WithJsonMember(text, kName, kValue);
  Require(spliced.has_value(), "JSON objects can be spliced");
  json::object expected = *object;
  expected[{kName.data(), kName.size()}] = "~spliced~";
  const auto result = ParseObject(*spliced);
  Require(result.has_value(), "the result is JSON");
  Require(*result == expected, "the result has all other members");

  const json::value* const value =
      object->if_contains({kName.data(), kName.size()});
  const auto member = JsonMember(text, kName);
  Require(member.has_value() == (value != nullptr), "a member is found");
  if (value == nullptr) return;
  if (const json::string* const words = value->if_string()) {
    for (const char c : *words) {
      if (static_cast<unsigned char>(c) >= 0x80) return;
    }
    Require(*member == std::string_view(words->data(), words->size()),
            "escapes are resolved");
  } else {
    json::error_code error;
    json::parse_options options;
    options.max_depth = text.size() + 1;
    Require(json::parse(*member, error, {}, options) == *value && !error,
            "a value is returned as it is written");
  }
}

void CheckState(std::string_view text) {
  const std::optional<std::string> state(text);
  const RecordedState recorded = ParseRecordedState(state);
  Require(recorded.prior_state.size() <= 32 && !recorded.prior_state.empty() &&
              recorded.prior_state.find_first_of(" \n\t") == std::string::npos,
          "the state is one word");
  for (const bool running : {true, false}) {
    const std::string written = WithDesiredState(state, running, 1234567890);
    const RecordedState read = ParseRecordedState(written);
    Require(read.intent == (running ? Intent::kRunning : Intent::kStopped),
            "the written intent is read back");
    Require(WithDesiredState(written, running, 1234567890) == written,
            "writing again changes nothing");
    Require(JsonMember(written, "updated_at") == "1234567890",
            "the time is written");
    if (recorded.prior_state != "corrupt") {
      Require(read.prior_state == recorded.prior_state ||
                  JsonMember(text, "gateway_state") == std::nullopt,
              "the gateway's own state is unchanged");
    }
  }
}

}  // namespace
}  // namespace hermes

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  hermes::CheckSplice(text);
  hermes::CheckAgainstLibrary(text);
  hermes::CheckState(text);
  return 0;
}
