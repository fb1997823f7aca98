#include "gateway/turn/command_prompt.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "gateway/turn/chat_message.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

json::object PartObject(const ContentPart& part) {
  json::object object;
  if (part.kind == ContentPart::Kind::kText) {
    object["type"] = "text";
    object["text"] = part.value;
    return object;
  }
  json::object image;
  image["url"] = part.value;
  if (!part.detail.empty()) image["detail"] = part.detail;
  object["type"] = "image_url";
  object["image_url"] = std::move(image);
  return object;
}

json::value ContentValue(const ChatMessage& message) {
  if (message.parts.size() == 1 &&
      message.parts.front().kind == ContentPart::Kind::kText) {
    return json::string(message.parts.front().value);
  }
  json::array parts;
  for (const ContentPart& part : message.parts) {
    parts.push_back(PartObject(part));
  }
  return parts;
}

}  // namespace

std::string CommandDocument(const Prompt& prompt,
                            const std::string& configured_model) {
  json::array messages;
  for (const ChatMessage& message : prompt.messages) {
    json::object object;
    object["role"] = RoleName(message.role);
    object["content"] = ContentValue(message);
    messages.push_back(std::move(object));
  }
  json::object document;
  document["version"] = 1;
  document["session_id"] = prompt.session_id;
  document["model"] = prompt.model.empty() ? configured_model : prompt.model;
  document["system"] = prompt.system;
  document["messages"] = std::move(messages);
  document["prompt"] =
      prompt.messages.empty() ? "" : TextOf(prompt.messages.back());
  document["options"] = prompt.options;
  return json::serialize(document) + "\n";
}

}  // namespace hermes::gateway
