#include "gateway/http/response_head.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include "absl/strings/str_format.h"

namespace hermes::gateway::http {
namespace {

namespace beast_http = boost::beast::http;

// English names, independent of the locale.
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed",
                                 "Thu", "Fri", "Sat"};
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

using BeastResponse = beast_http::response<beast_http::empty_body>;

// Does not use the library's serializer, whose state is larger than the text.
std::string ToText(const BeastResponse& response) {
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

// Caches the text, which all replies of one second share.
const std::string& DateNow(std::time_t now) {
  thread_local std::time_t written_for = -1;
  thread_local std::string text;
  if (now != written_for) {
    text = FormatDate(now);
    written_for = now;
  }
  return text;
}

}  // namespace

std::string FormatDate(std::time_t time) {
  std::tm utc = {};
  gmtime_r(&time, &utc);
  return absl::StrFormat("%s, %02d %s %d %02d:%02d:%02d GMT",
                         kDays[utc.tm_wday], utc.tm_mday, kMonths[utc.tm_mon],
                         utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                         utc.tm_sec);
}

std::string ResponseHead(const Response& reply,
                         const ResponseFraming& framing) {
  BeastResponse response;
  response.version(framing.version);
  response.result(static_cast<unsigned>(reply.status));
  response.set(beast_http::field::date, DateNow(framing.now));
  for (const auto& [name, value] : SecurityHeaders()) {
    response.set(name, value);
  }
  if (framing.by_https) {
    response.set(beast_http::field::strict_transport_security,
                 "max-age=31536000");
  }
  const bool is_stream = !framing.length.has_value();
  if (!is_stream) {
    response.set(beast_http::field::cache_control, "no-store");
    if (!reply.body.empty()) {
      response.set(beast_http::field::content_type, "application/json");
    }
  }
  for (const auto& [name, value] : reply.headers) {
    // Set-Cookie cannot be a list: each cookie needs a header of its own.
    if (name == "Set-Cookie") {
      response.insert(name, value);
    } else {
      response.set(name, value);
    }
  }
  // HTTP/1.0 has no chunks: its stream ends with the connection.
  const bool chunks = is_stream && framing.version >= 11;
  response.keep_alive(framing.keep_alive && (chunks || !is_stream));
  if (chunks) response.chunked(true);
  // A reply to HEAD has the length that the reply to GET would have. 204 and
  // 304 have no body; a length of 0 in a 304 would mean that the client's copy
  // is empty.
  if (!is_stream && reply.status != 204 && reply.status != 304) {
    response.content_length(*framing.length);
  }
  return ToText(response);
}

}  // namespace hermes::gateway::http
