// Fuzzes the reader of an upstream's answer, the messages about its errors, and
// the repair of invalid UTF-8.

#include "gateway/upstream/answer_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "gateway/config/model_settings.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/utf8_sanitizer.h"
#include "gateway/upstream/chat_reply.h"
#include "gateway/upstream/error.h"
#include "gateway/upstream/failure.h"
#include "tests/fuzzing/harness.h"

namespace hermes::gateway::upstream {
namespace {

using fuzzing::Pieces;
using fuzzing::Require;

constexpr char kApiKey[] = "K3Y/of.the=upstream";

// Everything that a caller gets from an answer.
using Answer = std::tuple<std::string, int, std::string, int, std::string,
                          int64_t, int64_t, int64_t>;

void CheckSentence(const std::string& words, size_t longest) {
  Require(words.size() <= longest, "a repeated message is short");
  Require(SanitizeUtf8(words) == words, "a repeated message is UTF-8");
  for (const char c : words) {
    Require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F,
            "a repeated message is one line");
  }
}

void CheckFailure(const Error& error) {
  ModelSettings settings;
  settings.api_key = kApiKey;
  const TurnFailure failure = FailureOf(error, settings, "model");
  CheckSentence(failure.message, 8192);
  Require(failure.message.find(kApiKey) == std::string::npos,
          "the key is not repeated");
  Require(failure.http_status >= 400 && failure.http_status <= 599,
          "the status of a failure is 400 to 599");
}

// Checks the failures that follow if the upstream refuses a request with
// `body`.
void CheckRefusals(std::string_view body) {
  const std::string words = ErrorMessageOf(body);
  CheckSentence(words, 600);
  for (const int status :
       {0, 302, 400, 401, 403, 404, 408, 413, 418, 422, 429, 500, 600}) {
    CheckFailure({ErrorKind::kStatus, words, status, std::nullopt});
  }
  // A detail that does not come from the upstream is masked as well.
  CheckFailure({ErrorKind::kTls, words + " " + kApiKey, 0, std::nullopt});
}

Answer Read(const char* content_type,
            const std::vector<std::string_view>& pieces) {
  AnswerReader reader(content_type);
  std::string text;
  for (const std::string_view piece : pieces) {
    reader.Take(std::string(piece));
    text += reader.text();
    reader.text().clear();
  }
  reader.End();
  text += reader.text();
  Require(SanitizeUtf8(text) == text, "the text is UTF-8");
  const auto& error = reader.error();
  if (error.has_value()) {
    CheckSentence(error->detail, 600);
    CheckFailure(*error);
  }
  const Usage usage = reader.reply().usage().value_or(Usage());
  Require(usage.prompt_tokens >= 0 && usage.completion_tokens >= 0 &&
              usage.total_tokens >= 0,
          "token counts are not negative");
  return {text,
          error.has_value() ? static_cast<int>(error->kind) : -1,
          error.has_value() ? error->detail : "",
          error.has_value() ? error->status : 0,
          reader.reply().finish_reason(),
          usage.prompt_tokens,
          usage.completion_tokens,
          usage.total_tokens};
}

void CheckUtf8(std::string_view text) {
  const std::string whole = SanitizeUtf8(text);
  Require(SanitizeUtf8(whole) == whole, "repaired text is not changed again");
  Require(whole.size() <= 3 * text.size(), "a replacement has three bytes");
  for (const size_t longest : {size_t{1}, size_t{5}}) {
    Utf8Sanitizer sanitizer;
    std::string sanitized;
    for (const std::string_view piece : Pieces(text, longest)) {
      sanitizer.Append(std::string(piece), &sanitized);
    }
    sanitizer.Finish(&sanitized);
    Require(sanitized == whole, "repairing pieces gives the same text");
  }
}

}  // namespace
}  // namespace hermes::gateway::upstream

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway::upstream;  // NOLINT
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  for (const char* const type : {"text/event-stream", "application/json", ""}) {
    const Answer whole = Read(type, {text});
    Require(whole == Read(type, Pieces(text, 1)),
            "byte by byte gives the same answer");
    Require(whole == Read(type, Pieces(text, 19)),
            "pieces give the same answer");
  }
  CheckRefusals(text);
  CheckUtf8(text);
  return 0;
}
