#include "tests/benchmark/stream_client.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "tests/benchmark/stream_scan.h"

namespace hermes::benchmark {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

std::string RequestText(const StreamOrder& order, const std::string& session) {
  return "POST " + order.path +
         " HTTP/1.1\r\nHost: " + order.server.address().to_string() +
         "\r\nContent-Type: application/json\r\n" +
         (order.key.empty() ? ""
                            : "Authorization: Bearer " + order.key + "\r\n") +
         (session.empty() ? "" : "X-Hermes-Session-Id: " + session + "\r\n") +
         "Content-Length: " + std::to_string(order.body.size()) + "\r\n\r\n" +
         order.body;
}

// A response, parsed as it arrives.
class Answer {
 public:
  Answer() {
    parser_.body_limit(boost::none);
    parser_.eager(true);
  }

  // Returns the free part of the buffer, to receive into.
  asio::mutable_buffer Room() {
    return asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_);
  }

  // Parses the `count` bytes that have been received into Room().
  error_code Take(size_t count) {
    filled_ += count;
    error_code error;
    size_t used = 0;
    while (!error && used < filled_ && !parser_.is_done()) {
      used += parser_.put(asio::buffer(buffer_.data() + used, filled_ - used),
                          error);
    }
    std::copy(buffer_.data() + used, buffer_.data() + filled_, buffer_.data());
    filled_ -= used;
    scan_.Take(parser_.get().body());
    // The body of a refused request contains the reason, so keep it.
    if (status() == 200) parser_.get().body().clear();
    return error == http::error::need_more ? error_code() : error;
  }

  bool complete() const { return parser_.is_done(); }
  bool keep_alive() const { return parser_.keep_alive(); }
  const StreamScan& scan() const { return scan_; }

  // Returns the fault of a complete response, or "".
  std::string Fault(int64_t expected_bytes) const {
    if (status() != 200) {
      return "status " + std::to_string(status()) + ": " + parser_.get().body();
    }
    if (!scan_.done()) return "the stream ended without [DONE]";
    if (expected_bytes >= 0 && scan_.content_bytes() != expected_bytes) {
      return "the answer has " + std::to_string(scan_.content_bytes()) +
             " bytes";
    }
    return "";
  }

 private:
  unsigned status() const { return parser_.get().result_int(); }

  std::array<char, 16 * 1024> buffer_;
  size_t filled_ = 0;
  http::response_parser<http::string_body> parser_;
  StreamScan scan_;
};

}  // namespace

StreamClient::StreamClient(asio::io_context& io, const StreamOrder& order,
                           LoadResult& result)
    : order_(order), result_(result), socket_(io) {}

asio::awaitable<void> StreamClient::Connect() {
  if (socket_.is_open()) co_return;
  error_code error;
  co_await socket_.async_connect(
      order_.server, asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    Fail("connect: " + error.message());
  } else {
    socket_.set_option(tcp::no_delay(true), error);
  }
}

asio::awaitable<void> StreamClient::Ask(std::string session, bool reuse) {
  if (!socket_.is_open()) co_return;  // the failure was counted in Connect()
  const std::string request = RequestText(order_, session);
  error_code error;
  co_await asio::async_write(socket_, asio::buffer(request),
                             asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    Fail("request: " + error.message());
  } else {
    co_await Receive(reuse);
  }
}

asio::awaitable<void> StreamClient::Receive(bool reuse) {
  const Clock::time_point asked = Clock::now();
  const auto answer = std::make_unique<Answer>();
  bool had_token = false;
  while (!answer->complete()) {
    error_code error;
    const size_t got = co_await socket_.async_read_some(
        answer->Room(), asio::redirect_error(asio::use_awaitable, error));
    if (!error) error = answer->Take(got);
    if (error) co_return Fail("answer: " + error.message());
    if (!had_token && answer->scan().content_bytes() > 0) {
      had_token = true;
      result_.first_token_ms.push_back(
          std::chrono::duration<double, std::milli>(Clock::now() - asked)
              .count());
    }
  }
  result_.content_bytes += answer->scan().content_bytes();
  const std::string fault = answer->Fault(order_.expected_bytes);
  if (!fault.empty()) co_return Fail(fault);
  if (!reuse || !answer->keep_alive()) socket_.close();
}

void StreamClient::Fail(std::string_view why) {
  ++result_.errors;
  if (result_.first_error.empty()) result_.first_error = why;
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace hermes::benchmark
