#include "tests/gateway/upstream_fake/script.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr size_t kTokenBytes = 4;
constexpr int64_t kMostTokens = 1'000'000;

// A script whose text is not yet cut into pieces.
struct Draft {
  Script script;
  std::optional<std::string> say;
  int64_t tokens = 1;
  int64_t token_bytes = kTokenBytes;
};

// Each returns false if the value has the wrong type or range.
bool Read(const json::value& value, int64_t& to) {
  if (!value.is_int64() || value.get_int64() < 0) return false;
  to = value.get_int64();
  return true;
}
bool Read(const json::value& value, std::optional<int64_t>& to) {
  int64_t number = 0;
  if (!Read(value, number)) return false;
  to = number;
  return true;
}
bool Read(const json::value& value, milliseconds& to) {
  int64_t number = 0;
  if (!Read(value, number)) return false;
  to = milliseconds(number);
  return true;
}
bool Read(const json::value& value, int& to) {
  int64_t number = 0;
  if (!Read(value, number) || number > 599) return false;
  to = static_cast<int>(number);
  return true;
}
bool Read(const json::value& value, bool& to) {
  if (!value.is_bool()) return false;
  to = value.get_bool();
  return true;
}
bool Read(const json::value& value, std::optional<bool>& to) {
  if (!value.is_bool()) return false;
  to = value.get_bool();
  return true;
}
bool Read(const json::value& value, std::string& to) {
  if (!value.is_string()) return false;
  to = std::string(value.get_string());
  return true;
}
bool Read(const json::value& value, std::optional<std::string>& to) {
  std::string text;
  if (!Read(value, text)) return false;
  to = std::move(text);
  return true;
}

using Reader = bool (*)(const json::value&, Draft&);

const std::map<std::string_view, Reader>& Keys() {
  static const auto* const keys = new std::map<std::string_view, Reader>{
      {"say", [](auto& v, Draft& d) { return Read(v, d.say); }},
      {"tokens",
       [](auto& v, Draft& d) {
         return Read(v, d.tokens) && d.tokens <= kMostTokens;
       }},
      {"token_bytes",
       [](auto& v, Draft& d) {
         return Read(v, d.token_bytes) && d.token_bytes > 0;
       }},
      {"delay_ms", [](auto& v, Draft& d) { return Read(v, d.script.delay); }},
      {"first_delay_ms",
       [](auto& v, Draft& d) { return Read(v, d.script.first_delay); }},
      {"slow_header_ms",
       [](auto& v, Draft& d) { return Read(v, d.script.header_delay); }},
      {"batch",
       [](auto& v, Draft& d) {
         return Read(v, d.script.batch) && d.script.batch > 0;
       }},
      {"split_bytes",
       [](auto& v, Draft& d) {
         return Read(v, d.script.split_bytes) && *d.script.split_bytes > 0;
       }},
      {"status",
       [](auto& v, Draft& d) {
         return Read(v, d.script.status) && d.script.status >= 200;
       }},
      {"message", [](auto& v, Draft& d) { return Read(v, d.script.message); }},
      {"type", [](auto& v, Draft& d) { return Read(v, d.script.type); }},
      {"code", [](auto& v, Draft& d) { return Read(v, d.script.code); }},
      {"retry_after",
       [](auto& v, Draft& d) { return Read(v, d.script.retry_after); }},
      {"drop_after",
       [](auto& v, Draft& d) { return Read(v, d.script.drop_after); }},
      {"hang_after",
       [](auto& v, Draft& d) { return Read(v, d.script.hang_after); }},
      {"error_after",
       [](auto& v, Draft& d) { return Read(v, d.script.error_after); }},
      {"no_reply",
       [](auto& v, Draft& d) { return Read(v, d.script.no_reply); }},
      {"garbage", [](auto& v, Draft& d) { return Read(v, d.script.garbage); }},
      {"no_done", [](auto& v, Draft& d) { return Read(v, d.script.no_done); }},
      {"comments",
       [](auto& v, Draft& d) { return Read(v, d.script.comments); }},
      {"crlf", [](auto& v, Draft& d) { return Read(v, d.script.crlf); }},
      {"usage", [](auto& v, Draft& d) { return Read(v, d.script.usage); }},
      {"finish", [](auto& v, Draft& d) { return Read(v, d.script.finish); }},
  };
  return *keys;
}

absl::StatusOr<Script> ParseScript(const json::object& object) {
  Draft draft;
  for (const auto& member : object) {
    const std::string key(member.key());
    const auto found = Keys().find(key);
    if (found == Keys().end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("a script has no key '", key, "'"));
    }
    if (!found->second(member.value(), draft)) {
      return absl::InvalidArgumentError(
          absl::StrCat("a script's '", key, "' has an invalid value"));
    }
  }
  const auto bytes = static_cast<size_t>(draft.token_bytes);
  draft.script.pieces =
      draft.say.has_value()
          ? CutIntoPieces(*draft.say, bytes)
          : std::vector<std::string>(static_cast<size_t>(draft.tokens),
                                     std::string(bytes, 'x'));
  return std::move(draft.script);
}

Script Echo(const std::string& text, size_t messages) {
  Script script;
  script.pieces = CutIntoPieces(
      absl::StrCat("echo: ", text, " [", messages, " messages]"), kTokenBytes);
  return script;
}

// Returns a message's text: `content` itself, or its text parts joined by
// newlines.
std::string TextOfContent(const json::value& content) {
  if (content.is_string()) return std::string(content.get_string());
  if (!content.is_array()) return "";
  std::string text;
  for (const json::value& part : content.get_array()) {
    const json::object* object = part.if_object();
    const json::value* words =
        object == nullptr ? nullptr : object->if_contains("text");
    if (words == nullptr || !words->is_string()) continue;
    if (!text.empty()) text += '\n';
    text.append(words->get_string().c_str(), words->get_string().size());
  }
  return text;
}

// Returns the content of the last message whose role is "user"; nullptr if
// there is none.
const json::value* LastUserContent(const json::array& messages) {
  for (size_t i = messages.size(); i > 0; --i) {
    const json::object* message = messages[i - 1].if_object();
    if (message == nullptr) continue;
    const json::value* role = message->if_contains("role");
    if (role != nullptr && *role == json::string("user")) {
      return message->if_contains("content");
    }
  }
  return nullptr;
}

// Returns true for a continuation byte of UTF-8.
bool Continues(char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

absl::StatusOr<Script> ScriptOf(const json::object& request) {
  const json::value* messages = request.if_contains("messages");
  const json::value* content = messages == nullptr || !messages->is_array()
                                   ? nullptr
                                   : LastUserContent(messages->get_array());
  if (content == nullptr) {
    return absl::InvalidArgumentError("the request has no user message");
  }
  const std::string text = TextOfContent(*content);
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  if (!error && parsed.is_object()) return ParseScript(parsed.get_object());
  return Echo(text, messages->get_array().size());
}

std::vector<std::string> CutIntoPieces(std::string_view text, size_t bytes) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    size_t end = std::min(bytes, text.size());
    while (end > 0 && end < text.size() && Continues(text[end])) --end;
    if (end == 0) {
      end = 1;
      while (end < text.size() && Continues(text[end])) ++end;
    }
    pieces.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return pieces;
}

}  // namespace hermes::gateway
