#ifndef GATEWAY_API_MESSAGE_CONTENT_H_
#define GATEWAY_API_MESSAGE_CONTENT_H_

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "gateway/api/json_body.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway::api {

// The maximum numbers of characters of text and of parts in one message.
inline constexpr size_t kLongestText = 65'536;
inline constexpr size_t kMostParts = 1000;

// Parses the `content` of a message: a string, or an array of strings and of
// parts of the types text, input_text, output_text, image_url and input_image.
// Images are URLs: http, https, or data:image. `param` names the member in
// errors. Errors: 400 unsupported_content_type for other parts; 400
// invalid_content; 413 content_too_large. Pure.
OrError<std::vector<ContentPart>> ParseContent(
    const boost::json::value& content, const std::string& param);

// The messages of a request, split into system texts, history and input.
struct Conversation {
  std::vector<std::string> system_texts;
  std::vector<ChatMessage> earlier;
  ChatMessage input;
};

// Parses messages of the form {"role","content"}. Collects system and developer
// messages; the last of the others is the input.
// Errors: 400, whose `param` names the message at fault. Pure.
OrError<Conversation> ParseMessages(const boost::json::value& messages,
                                    const std::string& param);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_MESSAGE_CONTENT_H_
