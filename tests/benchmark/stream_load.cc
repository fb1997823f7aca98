// stream_load --url=http://127.0.0.1:PORT/v1 [--streams=N] [--rounds=M] ...
//
// Requests N streamed completions at a time, M times, and prints one line of
// JSON (load_report.h): the times from a sent request to its first content,
// tokens per second, and errors. The clients connect before the clock of a
// round starts. With --sessions each stream uses its own session, otherwise
// none. STREAM_LOAD_KEY in the environment is the API key, if one is needed.
// Exits with 0, with 1 if there were errors, and with 64 on wrong usage.
#include <gflags/gflags.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/benchmark/load_report.h"
#include "tests/benchmark/stream_client.h"

DEFINE_string(url, "", "base URL of the API: http://ADDRESS:PORT/PATH");
DEFINE_int32(streams, 1, "streams at a time");
DEFINE_int32(rounds, 1, "number of rounds");
DEFINE_string(message, "hello", "the user message");
DEFINE_string(model, "fake-model", "the model to request");
DEFINE_int32(token_bytes, 4, "bytes of content per token");
DEFINE_int64(expect_bytes, -1,
             "bytes of content in a complete response; -1 for any");
DEFINE_bool(sessions, false, "use a separate session for each stream");
DEFINE_int32(pause_ms, 0, "milliseconds between two rounds");
DEFINE_bool(reuse, true, "keep connections from one round to the next");

namespace {

namespace asio = boost::asio;
using hermes::benchmark::LoadResult;
using hermes::benchmark::StreamClient;
using hermes::benchmark::StreamOrder;
using Clock = std::chrono::steady_clock;
using Clients = std::vector<std::unique_ptr<StreamClient>>;

void AllowManyFiles() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::string RequestBody() {
  return boost::json::serialize(boost::json::object{
      {"model", FLAGS_model},
      {"stream", true},
      {"messages", boost::json::array{boost::json::object{
                       {"role", "user"}, {"content", FLAGS_message}}}}});
}

std::optional<StreamOrder> OrderOf(const std::string& url) {
  constexpr std::string_view kScheme = "http://";
  if (url.rfind(kScheme, 0) != 0) return std::nullopt;
  const size_t slash = url.find('/', kScheme.size());
  const size_t colon = url.find(':', kScheme.size());
  if (slash == std::string::npos || colon > slash) return std::nullopt;
  boost::system::error_code error;
  const auto address = asio::ip::make_address(
      url.substr(kScheme.size(), colon - kScheme.size()), error);
  const int port = atoi(url.c_str() + colon + 1);
  if (error || port <= 0 || port > UINT16_MAX) return std::nullopt;
  const char* key = getenv("STREAM_LOAD_KEY");
  StreamOrder order;
  order.server = {address, static_cast<uint16_t>(port)};
  order.path = url.substr(slash) + "/chat/completions";
  order.key = key == nullptr ? "" : key;
  order.body = RequestBody();
  order.expected_bytes = FLAGS_expect_bytes;
  return order;
}

// Starts `work` for each client and runs until all have finished.
void RunAll(
    asio::io_context& io, const Clients& clients,
    const std::function<asio::awaitable<void>(StreamClient&, size_t)>& work) {
  for (size_t i = 0; i < clients.size(); ++i) {
    asio::co_spawn(io, work(*clients[i], i),
                   [](const std::exception_ptr& exception) {
                     if (exception) std::rethrow_exception(exception);
                   });
  }
  io.restart();
  io.run();
}

LoadResult RunLoad(const StreamOrder& order) {
  LoadResult result;
  asio::io_context io(1);
  Clients clients;
  for (int i = 0; i < FLAGS_streams; ++i) {
    clients.push_back(std::make_unique<StreamClient>(io, order, result));
  }
  for (int round = 0; round < FLAGS_rounds; ++round) {
    if (round > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(FLAGS_pause_ms));
    }
    RunAll(io, clients,
           [](StreamClient& client, size_t) { return client.Connect(); });
    const Clock::time_point begin = Clock::now();
    RunAll(io, clients, [round](StreamClient& client, size_t i) {
      return client.Ask(!FLAGS_sessions ? std::string()
                                        : "bench-" + std::to_string(getpid()) +
                                              "-" + std::to_string(round) +
                                              "-" + std::to_string(i),
                        FLAGS_reuse);
    });
    result.wall += Clock::now() - begin;
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  gflags::ParseCommandLineFlags(&argc, &argv, true);
  const std::optional<StreamOrder> order = OrderOf(FLAGS_url);
  if (argc != 1 || !order.has_value() || FLAGS_streams <= 0 ||
      FLAGS_rounds <= 0 || FLAGS_token_bytes <= 0 || FLAGS_pause_ms < 0) {
    fprintf(stderr, "usage: stream_load --url=http://ADDRESS:PORT/PATH ...\n");
    return 64;
  }
  signal(SIGPIPE, SIG_IGN);
  AllowManyFiles();
  const LoadResult result = RunLoad(*order);
  printf("%s\n",
         ReportLine(result, FLAGS_streams, FLAGS_rounds, FLAGS_token_bytes)
             .c_str());
  return result.errors == 0 ? 0 : 1;
}
