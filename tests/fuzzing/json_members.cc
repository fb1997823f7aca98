// The members of a JSON object, and the state file that one of them is spliced
// into. Boost.JSON says which texts are JSON.

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
// As unlikely in a text as it is easy to find there.
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

// Every byte outside of the member's value is still there.
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
  Require(StartsWith(text, before), "what precedes the value stays");
  Require(EndsWith(text, after), "what follows the value stays");
  if (!old.has_value()) return;
  std::string replaced = "{" + NewMember();
  replaced +=
      text.substr(before.size(), text.size() - before.size() - after.size());
  replaced += "}";
  Require(JsonMember(replaced, kName) == old, "the value alone is replaced");
}

void CheckSplice(std::string_view text) {
  const auto spliced = WithJsonMember(text, kName, kValue);
  if (!spliced.has_value()) {
    Require(!JsonMember(text, kName).has_value(),
            "what is not an object has no member");
    return;
  }
  Require(JsonMember(*spliced, kName) == kValue.substr(1, kValue.size() - 2),
          "the member has the new value");
  Require(WithJsonMember(*spliced, kName, kValue) == spliced,
          "splicing twice is splicing once");
  const auto other = WithJsonMember(*spliced, kName, kOtherValue);
  Require(other.has_value(), "the result is an object");
  Require(WithJsonMember(*other, kName, kValue) == spliced,
          "the value before leaves nothing");
  if (text.find("~spliced~") == std::string_view::npos) {
    CheckRest(text, *spliced);
  }
}

// What Boost.JSON reads, this reads, and both read the same.
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
            "a value comes as it is written");
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
            "the intent that was written is read");
    Require(WithDesiredState(written, running, 1234567890) == written,
            "writing twice is writing once");
    Require(JsonMember(written, "updated_at") == "1234567890",
            "the time is written");
    if (recorded.prior_state != "corrupt") {
      Require(read.prior_state == recorded.prior_state ||
                  JsonMember(text, "gateway_state") == std::nullopt,
              "the gateway's own state stays");
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
