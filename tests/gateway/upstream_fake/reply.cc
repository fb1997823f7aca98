#include "tests/gateway/upstream_fake/reply.h"

#include <boost/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

std::string Quoted(const std::string& text) {
  return json::serialize(json::string(text));
}

json::object UsageObject(const Script& script, const CompletionFacts& facts) {
  const auto completion = static_cast<int64_t>(script.pieces.size());
  return {{"prompt_tokens", facts.prompt_tokens},
          {"completion_tokens", completion},
          {"total_tokens", facts.prompt_tokens + completion}};
}

}  // namespace

CompletionFacts FactsOf(const json::object& request, int64_t number,
                        int64_t created) {
  CompletionFacts facts;
  facts.id = absl::StrCat("chatcmpl-fake", number);
  const json::value* model = request.if_contains("model");
  facts.model = model != nullptr && model->is_string()
                    ? std::string(model->get_string())
                    : kFakeModel;
  facts.created = created;
  const json::value* messages = request.if_contains("messages");
  if (messages != nullptr) {
    facts.prompt_tokens =
        static_cast<int64_t>(json::serialize(*messages).size() / 4);
  }
  return facts;
}

std::string PlainBody(const Script& script, const CompletionFacts& facts,
                      bool with_usage) {
  json::object body = {
      {"id", facts.id},
      {"object", "chat.completion"},
      {"created", facts.created},
      {"model", facts.model},
      {"choices", json::array{json::object{
                      {"index", 0},
                      {"message",
                       {{"role", "assistant"},
                        {"content", absl::StrJoin(script.pieces, "")}}},
                      {"finish_reason", script.finish}}}}};
  if (with_usage) body["usage"] = UsageObject(script, facts);
  return json::serialize(body);
}

StreamEvents::StreamEvents(const Script& script, const CompletionFacts& facts)
    : script_(script),
      head_(absl::StrCat("{\"id\":", Quoted(facts.id),
                         ",\"object\":\"chat.completion.chunk\",\"created\":",
                         facts.created, ",\"model\":", Quoted(facts.model))),
      usage_(json::serialize(UsageObject(script, facts))),
      newline_(script.crlf ? "\r\n" : "\n") {}

std::string StreamEvents::Event(const std::string& data) const {
  return absl::StrCat(
      script_.comments ? absl::StrCat(": keep-alive", newline_, newline_) : "",
      "data: ", data, newline_, newline_);
}

std::string StreamEvents::Chunk(const std::string& choices,
                                const std::string& usage) const {
  return Event(absl::StrCat(
      head_, ",\"choices\":[", choices, "]",
      usage.empty() ? "" : absl::StrCat(",\"usage\":", usage), "}"));
}

std::string StreamEvents::First() const {
  return Chunk(R"({"index":0,"delta":{"role":"assistant","content":""},)"
               R"("finish_reason":null})");
}

std::string StreamEvents::Piece(const std::string& text) const {
  return Chunk(absl::StrCat(R"({"index":0,"delta":{"content":)", Quoted(text),
                            R"(},"finish_reason":null})"));
}

std::string StreamEvents::End(bool with_usage) const {
  std::string end =
      Chunk(absl::StrCat(R"({"index":0,"delta":{},"finish_reason":)",
                         Quoted(script_.finish), "}"));
  if (with_usage) end += Chunk("", usage_);
  if (!script_.no_done) end += Event("[DONE]");
  return end;
}

std::string StreamEvents::Error() const {
  return Event(ErrorBody(script_.message, script_.type, script_.code));
}

std::string StreamEvents::Garbage() const { return Event("{\"choices\":[{"); }

std::string ErrorBody(const std::string& message, const std::string& type,
                      const std::string& code) {
  return json::serialize(
      json::object{{"error", json::object{{"message", message},
                                          {"type", type},
                                          {"param", nullptr},
                                          {"code", code}}}});
}

std::string ModelsBody() {
  return json::serialize(
      json::object{{"object", "list"},
                   {"data", json::array{json::object{{"id", kFakeModel},
                                                     {"object", "model"},
                                                     {"created", 1790000000},
                                                     {"owned_by", "fake"}}}}});
}

}  // namespace hermes::gateway
