#include "gateway/api/chat_reply.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

constexpr char kDone[] = "data: [DONE]\n\n";

}  // namespace

std::string Quoted(std::string_view text) {
  return json::serialize(json::string_view(text.data(), text.size()));
}

json::object UsageObject(const std::optional<Usage>& usage) {
  const Usage counted = usage.value_or(Usage());
  return {{"prompt_tokens", counted.prompt_tokens},
          {"completion_tokens", counted.completion_tokens},
          {"total_tokens", counted.total_tokens}};
}

std::string CompletionBody(const CompletionIdentity& identity,
                           const TurnOutcome& outcome) {
  json::object choice;
  choice["index"] = 0;
  choice["message"] = {{"role", "assistant"}, {"content", outcome.text}};
  choice["finish_reason"] = outcome.finish_reason;
  json::object body;
  body["id"] = identity.id;
  body["object"] = "chat.completion";
  body["created"] = identity.created;
  body["model"] = identity.model;
  body["choices"] = json::array{std::move(choice)};
  body["usage"] = UsageObject(outcome.usage);
  return json::serialize(body);
}

CompletionChunks::CompletionChunks(const CompletionIdentity& identity)
    : before_delta_(
          absl::StrCat("data: {\"id\":", Quoted(identity.id),
                       ",\"object\":\"chat.completion.chunk\",\"created\":",
                       identity.created, ",\"model\":", Quoted(identity.model),
                       ",\"choices\":[{\"index\":0,\"delta\":")) {}

std::string CompletionChunks::Role() const {
  return absl::StrCat(before_delta_,
                      "{\"role\":\"assistant\"},\"finish_reason\":null}]}\n\n");
}

std::string CompletionChunks::Text(std::string_view text) const {
  return absl::StrCat(before_delta_, "{\"content\":", Quoted(text),
                      "},\"finish_reason\":null}]}\n\n");
}

std::string CompletionChunks::End(const TurnOutcome& outcome) const {
  std::string error;
  if (outcome.failure.has_value()) {
    error = absl::StrCat(
        ",\"error\":", json::serialize(ErrorObject(ToError(*outcome.failure))));
  }
  return absl::StrCat(
      before_delta_, "{},\"finish_reason\":", Quoted(outcome.finish_reason),
      "}],\"usage\":", json::serialize(UsageObject(outcome.usage)), error,
      "}\n\n", kDone);
}

}  // namespace hermes::gateway::api
