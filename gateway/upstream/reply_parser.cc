#include "gateway/upstream/reply_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/none.hpp>

namespace hermes::gateway::upstream {
namespace {

namespace beast_http = boost::beast::http;

constexpr uint32_t kHeaderLimit = 16 * 1024;

// Returns true for an incomplete last chunk. After its first line the library
// asserts that at least "0", CRLF, CRLF have arrived.
bool IsCutLastChunk(std::string_view bytes) {
  constexpr std::string_view kShortest = "0\r\n\r\n";
  return bytes.size() < kShortest.size() && bytes.substr(0, 1) == "0";
}

std::string Text(boost::beast::string_view view) {
  return {view.data(), view.size()};
}

}  // namespace

ReplyParser::ReplyParser() {
  header_limit(kHeaderLimit);
  body_limit(boost::none);  // the caller limits the body
}

ReplyParser::Verdict ReplyParser::Take(
    std::string_view bytes, absl::FunctionRef<void(std::string_view)> on_body,
    size_t* taken) {
  *taken = 0;
  const bool had_head = has_head();
  if (stalled_ && had_head && IsCutLastChunk(bytes)) return Verdict::kGoOn;
  on_body_ = &on_body;
  eager(had_head);
  while (*taken < bytes.size() && !is_done() && has_head() == had_head) {
    error_code error;
    const size_t used =
        put(boost::asio::buffer(bytes.data() + *taken, bytes.size() - *taken),
            error);
    *taken += used;
    if (error && error != beast_http::error::need_more)
      return Verdict::kMalformed;
    if (used == 0) break;
  }
  on_body_ = nullptr;
  stalled_ = had_head && chunked() && *taken < bytes.size();
  // A line that does not end within this limit, for example that of a chunk, is
  // malformed.
  const bool endless = bytes.size() - *taken > kHeaderLimit && !is_done() &&
                       has_head() == had_head;
  return endless ? Verdict::kMalformed : Verdict::kGoOn;
}

bool ReplyParser::TakeEnd() {
  if (!got_some()) return false;
  error_code error;
  put_eof(error);
  return !error && is_done();
}

void ReplyParser::on_request_impl(beast_http::verb /*method*/,
                                  string_view /*name*/, string_view /*target*/,
                                  int /*version*/, error_code& /*error*/) {}

void ReplyParser::on_response_impl(int status, string_view /*reason*/,
                                   int /*version*/, error_code& /*error*/) {
  head_.status = status;
}

void ReplyParser::on_field_impl(beast_http::field field, string_view /*name*/,
                                string_view value, error_code& /*error*/) {
  if (field == beast_http::field::content_type)
    head_.content_type = Text(value);
  if (field == beast_http::field::retry_after) head_.retry_after = Text(value);
}

void ReplyParser::on_header_impl(error_code& /*error*/) {}

void ReplyParser::on_body_init_impl(
    const boost::optional<std::uint64_t>& /*length*/, error_code& /*error*/) {}

std::size_t ReplyParser::on_body_impl(string_view body, error_code& /*error*/) {
  (*on_body_)({body.data(), body.size()});
  return body.size();
}

void ReplyParser::on_chunk_header_impl(std::uint64_t /*size*/,
                                       string_view /*extensions*/,
                                       error_code& /*error*/) {}

std::size_t ReplyParser::on_chunk_body_impl(std::uint64_t /*remain*/,
                                            string_view body,
                                            error_code& /*error*/) {
  (*on_body_)({body.data(), body.size()});
  return body.size();
}

void ReplyParser::on_finish_impl(error_code& /*error*/) {}

}  // namespace hermes::gateway::upstream
