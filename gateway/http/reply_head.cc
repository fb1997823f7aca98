#include "gateway/http/reply_head.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

namespace hermes::gateway {
namespace {

namespace http = boost::beast::http;

using Response = http::response<http::empty_body>;

// Not by the library's serializer, whose state is larger than the text.
std::string ToText(const Response& response) {
  std::string text = "HTTP/";
  text += static_cast<char>('0' + response.version() / 10);
  text += '.';
  text += static_cast<char>('0' + response.version() % 10);
  text += ' ';
  text += std::to_string(response.result_int());
  text += ' ';
  text.append(response.reason().data(), response.reason().size());
  text += "\r\n";
  for (const auto& field : response) {
    text.append(field.name_string().data(), field.name_string().size());
    text += ": ";
    text.append(field.value().data(), field.value().size());
    text += "\r\n";
  }
  text += "\r\n";
  return text;
}

}  // namespace

std::string ReplyHead(const HttpReply& reply, const ReplyFraming& framing) {
  Response response;
  response.version(framing.version);
  response.result(static_cast<unsigned>(reply.status));
  for (const auto& [name, value] : SecurityHeaders()) {
    response.set(name, value);
  }
  const bool is_stream = !framing.length.has_value();
  if (!is_stream) {
    response.set(http::field::cache_control, "no-store");
    if (!reply.body.empty()) {
      response.set(http::field::content_type, "application/json");
    }
  }
  for (const auto& [name, value] : reply.headers) {
    // The one header that cannot be a list: each cookie has its own.
    if (name == "Set-Cookie") {
      response.insert(name, value);
    } else {
      response.set(name, value);
    }
  }
  // HTTP/1.0 knows no chunks: its stream ends with the connection.
  const bool chunks = is_stream && framing.version >= 11;
  response.keep_alive(framing.keep_alive && (chunks || !is_stream));
  if (chunks) response.chunked(true);
  // A reply to HEAD tells the length of what GET would send; these two have no
  // body, and 304 may not say that what the client has is empty.
  if (!is_stream && reply.status != 204 && reply.status != 304) {
    response.content_length(*framing.length);
  }
  return ToText(response);
}

}  // namespace hermes::gateway
