#include "gateway/upstream/chat_request.h"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <string_view>
#include <utility>

#include "gateway/turn/chat_message.h"

namespace hermes::gateway::upstream {
namespace {

namespace json = boost::json;

// The members that the prompt's options must not set: the gateway always asks
// for one streamed answer to the conversation.
constexpr std::string_view kOurs[] = {"model", "messages", "stream",
                                      "stream_options", "n"};

json::object ToJson(const ContentPart& part) {
  if (part.kind == ContentPart::Kind::kText) {
    return {{"type", "text"}, {"text", part.value}};
  }
  json::object url = {{"url", part.value}};
  if (!part.detail.empty()) url["detail"] = part.detail;
  return {{"type", "image_url"}, {"image_url", std::move(url)}};
}

// Sends a message that is only text as a string: many servers accept nothing
// else.
json::value ContentOf(const ChatMessage& message) {
  const bool text_only = std::all_of(
      message.parts.begin(), message.parts.end(), [](const ContentPart& part) {
        return part.kind == ContentPart::Kind::kText;
      });
  if (text_only) return json::value(TextOf(message));
  json::array parts;
  for (const ContentPart& part : message.parts) parts.push_back(ToJson(part));
  return parts;
}

json::array MessagesOf(const Prompt& prompt) {
  json::array messages;
  messages.reserve(prompt.messages.size() + 1);
  if (!prompt.system.empty()) {
    messages.push_back(
        json::object{{"role", "system"}, {"content", prompt.system}});
  }
  for (const ChatMessage& message : prompt.messages) {
    messages.push_back(json::object{{"role", RoleName(message.role)},
                                    {"content", ContentOf(message)}});
  }
  return messages;
}

}  // namespace

std::string ChatRequestBody(const Prompt& prompt,
                            const std::string& default_model, bool ask_usage) {
  json::object body;
  body["model"] = prompt.model.empty() ? default_model : prompt.model;
  body["messages"] = MessagesOf(prompt);
  body["stream"] = true;
  if (ask_usage) body["stream_options"] = {{"include_usage", true}};
  for (const auto& option : prompt.options) {
    const std::string_view name(option.key().data(), option.key().size());
    if (std::find(std::begin(kOurs), std::end(kOurs), name) ==
        std::end(kOurs)) {
      body[option.key()] = option.value();
    }
  }
  return json::serialize(body);
}

}  // namespace hermes::gateway::upstream
