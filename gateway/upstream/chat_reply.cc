#include "gateway/upstream/chat_reply.h"

#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace hermes::gateway::upstream {
namespace {

namespace json = boost::json;

constexpr size_t kMaxMessage = 500;

// Stack memory for parsing a typical chunk without an allocation.
constexpr size_t kChunkBytes = 4096;

const json::value* Find(const json::object& object, const char* name) {
  const json::value* const found = object.if_contains(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::string_view View(const json::string& text) {
  return {text.data(), text.size()};
}

std::string_view TextAt(const json::object& object, const char* name) {
  const json::value* const found = Find(object, name);
  const json::string* const text =
      found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string_view() : View(*text);
}

const json::object* ObjectAt(const json::object& object, const char* name) {
  const json::value* const found = Find(object, name);
  return found == nullptr ? nullptr : found->if_object();
}

std::optional<int64_t> CountAt(const json::object& object, const char* name) {
  const json::value* const found = Find(object, name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  boost::system::error_code inexact;
  const auto count = found->to_number<int64_t>(inexact);
  if (inexact || count < 0) return std::nullopt;
  return count;
}

std::optional<Usage> UsageOf(const json::object& reply) {
  const json::object* const counts = ObjectAt(reply, "usage");
  if (counts == nullptr) return std::nullopt;
  const auto prompt = CountAt(*counts, "prompt_tokens");
  const auto completion = CountAt(*counts, "completion_tokens");
  const auto total = CountAt(*counts, "total_tokens");
  if (!prompt && !completion && !total) return std::nullopt;
  Usage usage;
  usage.prompt_tokens = prompt.value_or(0);
  usage.completion_tokens = completion.value_or(0);
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  usage.total_tokens =
      total.value_or(usage.prompt_tokens > kMost - usage.completion_tokens
                         ? kMost
                         : usage.prompt_tokens + usage.completion_tokens);
  return usage;
}

struct FinishRow {
  std::string_view said;
  std::string_view meant;
};
constexpr FinishRow kFinishes[] = {
    {"length", "length"},
    {"max_tokens", "length"},
    {"content_filter", "content_filter"},
};

std::string FinishOf(std::string_view said) {
  for (const FinishRow& row : kFinishes) {
    if (row.said == said) return std::string(row.meant);
  }
  return "stop";
}

// Returns the message of an error; servers use different members for it.
std::string_view WordsOf(const json::object& reply) {
  if (const json::object* const error = ObjectAt(reply, "error")) {
    return TextAt(*error, "message");
  }
  for (const char* name : {"error", "message", "detail"}) {
    const std::string_view words = TextAt(reply, name);
    if (!words.empty()) return words;
  }
  return {};
}

struct StatusRow {
  std::string_view word;
  int status;
};
constexpr StatusRow kErrorWords[] = {
    {"rate_limit", 429},      {"insufficient_quota", 429},
    {"invalid_request", 400}, {"context_length_exceeded", 400},
    {"authentication", 401},  {"invalid_api_key", 401},
    {"permission", 403},      {"model_not_found", 404},
};

int StatusOf(const json::object& reply) {
  const json::object* const error = ObjectAt(reply, "error");
  const json::object& told = error == nullptr ? reply : *error;
  for (const char* name : {"status", "code"}) {
    const auto number = CountAt(told, name);
    if (number && *number >= 400 && *number < 600) {
      return static_cast<int>(*number);
    }
  }
  for (const char* name : {"code", "type"}) {
    const std::string_view said = TextAt(told, name);
    for (const StatusRow& row : kErrorWords) {
      if (said.find(row.word) != std::string_view::npos) return row.status;
    }
  }
  return 0;
}

// Shortens `text`, which is valid UTF-8, to whole characters within `most`
// bytes. Returns true if something was cut off.
bool CutToCharacters(std::string* text, size_t most) {
  if (text->size() <= most) return false;
  while (most > 0 &&
         (static_cast<unsigned char>((*text)[most]) & 0xC0) == 0x80) {
    --most;
  }
  text->resize(most);
  return true;
}

// Makes `words` one line of valid UTF-8 without control characters, cut at
// kMaxMessage bytes.
std::string Tidy(std::string_view words) {
  Utf8Sanitizer sanitizer;
  std::string line;
  sanitizer.Append(words.substr(0, kMaxMessage), &line);
  // The replacement of invalid UTF-8 may have made the line longer.
  const bool cut =
      CutToCharacters(&line, kMaxMessage) || words.size() > kMaxMessage;
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  absl::StripAsciiWhitespace(&line);
  return cut ? line + " ..." : line;
}

// Parses `text` and calls `take` with the value. Returns false if `text` is not
// JSON. Accepts invalid UTF-8, because a character may be split between events.
template <typename Take>
bool WithJson(std::string_view text, Take take) {
  unsigned char values[kChunkBytes];
  unsigned char stack[kChunkBytes];
  json::monotonic_resource resource(values, sizeof(values));
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  json::parser parser(json::storage_ptr(), options, stack, sizeof(stack));
  parser.reset(&resource);
  boost::system::error_code error;
  parser.write(text.data(), text.size(), error);
  if (error) return false;
  take(parser.release());
  return true;
}

}  // namespace

// Adds one parsed object to a reply.
struct ChatReply::Taker {
  ChatReply& reply;
  std::string* text;

  Step Take(const json::value& value) const {
    const json::object* const object = value.if_object();
    if (object == nullptr) return Step::kMalformed;
    if (Find(*object, "error") != nullptr ||
        TextAt(*object, "object") == "error") {
      return Fail(*object);
    }
    if (auto usage = UsageOf(*object)) reply.usage_ = usage;
    const json::value* const choices = Find(*object, "choices");
    if (choices == nullptr) return Step::kGoOn;
    if (!choices->is_array()) return Step::kMalformed;
    for (const json::value& choice : choices->get_array()) {
      if (const json::object* const one = choice.if_object()) TakeChoice(*one);
    }
    return Step::kGoOn;
  }

  Step Fail(const json::object& object) const {
    reply.error_ = {StatusOf(object), Tidy(WordsOf(object))};
    return Step::kError;
  }

  // We requested one answer, so ignore others.
  void TakeChoice(const json::object& choice) const {
    if (CountAt(choice, "index").value_or(0) != 0) return;
    for (const char* name : {"delta", "message"}) {
      if (const json::object* const piece = ObjectAt(choice, name)) {
        TakePiece(*piece);
      }
    }
    const std::string_view finish = TextAt(choice, "finish_reason");
    if (!finish.empty()) reply.finish_reason_ = FinishOf(finish);
  }

  void TakePiece(const json::object& piece) const {
    if (const json::value* const content = Find(piece, "content")) {
      if (const json::string* const words = content->if_string()) {
        reply.sanitizer_.Append(View(*words), text);
      } else if (const json::array* const parts = content->if_array()) {
        for (const json::value& part : *parts) TakePart(part);
      }
    }
    // A refusal is an answer of the model, too.
    reply.sanitizer_.Append(TextAt(piece, "refusal"), text);
  }

  void TakePart(const json::value& part) const {
    const json::object* const object = part.if_object();
    if (object == nullptr || TextAt(*object, "type") != "text") return;
    reply.sanitizer_.Append(TextAt(*object, "text"), text);
  }
};

ChatReply::Step ChatReply::TakeChunk(std::string_view name,
                                     std::string_view data, std::string* text) {
  if (done_) return Step::kDone;
  if (absl::StripAsciiWhitespace(absl::string_view(data.data(), data.size())) ==
      "[DONE]") {
    done_ = true;
    return Step::kDone;
  }
  Step step = Step::kMalformed;
  WithJson(data, [&](const json::value& value) {
    step = Taker{*this, text}.Take(value);
  });
  if (name == "error" && step != Step::kError) {
    error_ = {0, ErrorMessageOf(data)};
    return Step::kError;
  }
  return step;
}

ChatReply::Step ChatReply::TakeWhole(std::string_view body, std::string* text) {
  const Step step = TakeChunk("", body, text);
  if (step != Step::kGoOn)
    return Step::kError == step ? step : Step::kMalformed;
  // An object without an answer is not a chat completion.
  if (!finish_reason_ && text->empty()) return Step::kMalformed;
  done_ = true;
  return Step::kDone;
}

void ChatReply::Finish(std::string* text) { sanitizer_.Finish(text); }

std::string ErrorMessageOf(std::string_view body) {
  std::string message;
  const bool is_json = WithJson(body, [&](const json::value& value) {
    if (const json::object* const object = value.if_object()) {
      message = Tidy(WordsOf(*object));
    } else if (const json::string* const words = value.if_string()) {
      message = Tidy(View(*words));
    }
    if (message.empty()) message = Tidy(json::serialize(value));
  });
  if (is_json) return message;
  message = Tidy(body);
  // An HTML error page cannot be summarised in one line; drop it.
  return absl::StartsWith(message, "<") ? "" : message;
}

}  // namespace hermes::gateway::upstream
