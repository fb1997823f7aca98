#ifndef GATEWAY_UPSTREAM_REPLY_PARSER_H_
#define GATEWAY_UPSTREAM_REPLY_PARSER_H_

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"

namespace hermes::gateway::upstream {

// The parts of a reply's header that the gateway evaluates.
struct ResponseHead {
  int status = 0;
  std::string content_type;
  std::string retry_after;
};

// Parses one HTTP reply without copying its body. Pure.
class ReplyParser : private boost::beast::http::basic_parser<false> {
  using Base = boost::beast::http::basic_parser<false>;

 public:
  enum class Verdict {
    kGoOn,       // more bytes are needed
    kMalformed,  // not an HTTP reply, or a header that is too large
  };

  ReplyParser();

  // Parses as many of `bytes` as possible and sets `taken` to their number. The
  // caller must pass the others again, followed by new ones. Stops after the
  // header. Calls `on_body` with the body's bytes, which point into `bytes`.
  Verdict Take(std::string_view bytes,
               absl::FunctionRef<void(std::string_view)> on_body,
               size_t* taken);
  // Ends the reply: the connection will deliver no more bytes. Returns false if
  // the reply is not complete.
  bool TakeEnd();

  bool has_head() const { return is_header_done(); }
  bool complete() const { return is_done(); }
  // Returns true if the connection may be used again. Requires: has_head().
  bool keeps_connection() const { return keep_alive(); }
  const ResponseHead& head() const { return head_; }

 private:
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb method, string_view name,
                       string_view target, int version,
                       error_code& error) override;
  void on_response_impl(int status, string_view reason, int version,
                        error_code& error) override;
  void on_field_impl(boost::beast::http::field field, string_view name,
                     string_view value, error_code& error) override;
  void on_header_impl(error_code& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length,
                         error_code& error) override;
  std::size_t on_body_impl(string_view body, error_code& error) override;
  void on_chunk_header_impl(std::uint64_t size, string_view extensions,
                            error_code& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, string_view body,
                                 error_code& error) override;
  void on_finish_impl(error_code& error) override;

  ResponseHead head_;
  bool stalled_ = false;  // the last Take() left the start of a chunk
  const absl::FunctionRef<void(std::string_view)>* on_body_ = nullptr;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_REPLY_PARSER_H_
