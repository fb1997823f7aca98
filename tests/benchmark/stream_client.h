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

// What every stream of a run asks for.
struct StreamOrder {
  boost::asio::ip::tcp::endpoint server;
  std::string path;  // "/v1/chat/completions"
  std::string key;   // "": none is sent
  std::string body;  // the request's JSON
  // The content that a complete answer has; -1: whatever comes.
  int64_t expected_bytes = -1;
};

// One client that asks for one streamed completion after another. Both
// references must outlive it.
class StreamClient {
 public:
  StreamClient(boost::asio::io_context& io, const StreamOrder& order,
               LoadResult& result);

  // Connects, unless it is. Errors show in Ask().
  boost::asio::awaitable<void> Connect();
  // Asks in the session `session` ("": none) and reads the answer to its end,
  // into the result. With `reuse` the connection is kept, if the server keeps
  // it.
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
