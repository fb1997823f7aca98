#ifndef TESTS_BENCHMARK_STREAM_CLIENT_H_
#define TESTS_BENCHMARK_STREAM_CLIENT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/benchmark/load_report.h"

namespace hermes::benchmark {

// The request that every stream of a run sends.
struct StreamOrder {
  boost::asio::ip::tcp::endpoint server;
  std::string path;  // "/v1/chat/completions"
  std::string key;   // not sent if empty
  std::string body;  // JSON body of the request
  // Bytes of content in a complete response; -1 to accept any number.
  int64_t expected_bytes = -1;
};

// A client that requests one streamed completion after another. `order` and
// `result` must outlive it.
class StreamClient {
 public:
  StreamClient(boost::asio::io_context& io, const StreamOrder& order,
               LoadResult& result);

  // Connects unless it is connected. After a failure Ask() does nothing.
  boost::asio::awaitable<void> Connect();
  // Sends a request in the session `session` (none if empty), reads the
  // response to its end and adds it to the result. Keeps the connection if
  // `reuse` is true and the server keeps it too.
  boost::asio::awaitable<void> Ask(std::string session, bool reuse);

 private:
  boost::asio::awaitable<void> Receive(bool reuse);
  void Fail(std::string_view why);

  const StreamOrder& order_;
  LoadResult& result_;
  boost::asio::ip::tcp::socket socket_;
};

}  // namespace hermes::benchmark

#endif  // TESTS_BENCHMARK_STREAM_CLIENT_H_
