#include "gateway/upstream/upstream_backend.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/model_settings.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/turn_stop.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream/dns_server.h"
#include "tests/gateway/upstream/scripted_server.h"
#include "tests/gateway/upstream/turn_driver.h"

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

std::string WholeStream(const std::string& text) {
  return StreamHead() + Chunk(TextEvent(text)) +
         Chunk(StopEvent() + DoneEvent()) + LastChunk();
}

// Answers each request on each connection with `reply`.
ScriptedServer::Script Always(const std::string& reply) {
  return [reply](ServedConnection& connection, int /*number*/) {
    while (!connection.ReadRequest().empty()) connection.Send(reply);
  };
}

// The outcome of one turn with a server that runs `script`.
struct Outcome {
  BackendResult result;
  std::string text;
};
Outcome OneTurn(const ScriptedServer::Script& script,
                milliseconds idle = std::chrono::seconds(20),
                milliseconds total = std::chrono::seconds(60)) {
  const ScriptedServer server(script);
  TurnDriver driver(server.url());
  driver.settings.idle_timeout = idle;
  driver.settings.total_timeout = total;
  Outcome outcome;
  outcome.result = driver.Run();
  outcome.text = driver.text.all();
  return outcome;
}

std::string FailureIn(const Outcome& outcome) {
  return outcome.result.failure ? outcome.result.failure->message : "none";
}

TEST(UpstreamBackendTest, StreamsAnAnswer) {
  std::string request;
  const Outcome outcome =
      OneTurn([&](ServedConnection& connection, int /*number*/) {
        request = connection.ReadRequest();
        connection.Send(StreamHead() + Chunk(TextEvent("Hello, ")));
        connection.Send(Chunk(TextEvent("world") + StopEvent()));
        connection.Send(Chunk("data: {\"choices\":[],\"usage\":{"
                              "\"prompt_tokens\":1,\"completion_tokens\":2,"
                              "\"total_tokens\":3}}\n\n" +
                              DoneEvent()) +
                        LastChunk());
      });
  EXPECT_EQ(FailureIn(outcome), "none");
  EXPECT_EQ(outcome.text, "Hello, world");
  EXPECT_EQ(outcome.result.finish_reason, "stop");
  EXPECT_EQ(outcome.result.usage, (Usage{1, 2, 3}));
  EXPECT_EQ(request.find("POST /v1/chat/completions HTTP/1.1\r\nHost: "
                         "127.0.0.1:"),
            0u)
      << request;
  EXPECT_NE(request.find("\r\nAuthorization: Bearer sk-test-0123456789\r\n"),
            std::string::npos);
  EXPECT_NE(request.find("\r\nContent-Type: application/json\r\n"),
            std::string::npos);
  EXPECT_EQ(request.find("Accept-Encoding"), std::string::npos);
  EXPECT_NE(request.find("\"model\":\"small\""), std::string::npos);
}

TEST(UpstreamBackendTest, OmitsAuthorizationWithoutAKey) {
  std::string request;
  const ScriptedServer server([&](ServedConnection& connection, int) {
    request = connection.ReadRequest();
    connection.Send(WholeStream("hi"));
  });
  TurnDriver driver(server.url());
  driver.settings.api_key = "";
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(request.find("Authorization"), std::string::npos);
}

TEST(UpstreamBackendTest, AcceptsOneJsonObjectAsAnAnswer) {
  const Outcome outcome =
      OneTurn(Always(Reply("200 OK", "application/json",
                           R"({"choices":[{"message":{"content":"hi"},
                       "finish_reason":"stop"}]})")));
  EXPECT_EQ(FailureIn(outcome), "none");
  EXPECT_EQ(outcome.text, "hi");
}

TEST(UpstreamBackendTest, ReadsAnAnswerUntilTheConnectionCloses) {
  const Outcome outcome = OneTurn([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(
        "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n"
        "\r\n" +
        TextEvent("hi") + StopEvent());
  });
  EXPECT_EQ(FailureIn(outcome), "none");
  EXPECT_EQ(outcome.text, "hi");
}

TEST(UpstreamBackendTest, StreamsAnAnswerByteByByte) {
  const Outcome outcome = OneTurn([](ServedConnection& connection, int) {
    connection.ReadRequest();
    for (const char c : WholeStream("hi")) connection.Send(std::string(1, c));
    connection.WaitClosed();
  });
  EXPECT_EQ(FailureIn(outcome), "none");
  EXPECT_EQ(outcome.text, "hi");
}

TEST(UpstreamBackendTest, SkipsInterimReplies) {
  const Outcome outcome = OneTurn([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(
        "HTTP/1.1 100 Continue\r\n\r\n"
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" +
        WholeStream("hi"));
    connection.WaitClosed();
  });
  EXPECT_EQ(FailureIn(outcome), "none");
  EXPECT_EQ(outcome.text, "hi");
}

// All text that has arrived is passed on at once.
TEST(UpstreamBackendTest, WritesEventsThatArriveTogetherAtOnce) {
  std::string burst;
  for (int i = 0; i < 100; ++i) burst += Chunk(TextEvent("x"));
  const ScriptedServer server([&](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(StreamHead() + burst);
    connection.Send(Chunk(StopEvent() + DoneEvent()) + LastChunk());
    connection.WaitClosed();
  });
  TurnDriver driver(server.url());
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all(), std::string(100, 'x'));
  EXPECT_LT(driver.text.pieces.size(), 20u);
}

TEST(UpstreamBackendTest, StreamsALongAnswerCompletely) {
  const std::string text(3'000'000, 'y');
  const Outcome outcome = OneTurn([&](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(StreamHead());
    for (size_t at = 0; at < text.size(); at += 1000) {
      connection.Send(Chunk(TextEvent(text.substr(at, 1000))));
    }
    connection.Send(Chunk(StopEvent() + DoneEvent()) + LastChunk());
    connection.WaitClosed();
  });
  EXPECT_EQ(FailureIn(outcome), "none");
  EXPECT_EQ(outcome.text.size(), text.size());
}

TEST(UpstreamBackendTest, SendsALargeRequestCompletely) {
  size_t received = 0;
  const ScriptedServer server([&](ServedConnection& connection, int) {
    received = connection.ReadRequest().size();
    connection.Send(WholeStream("hi"));
  });
  TurnDriver driver(server.url());
  driver.prompt.messages[0].parts[0].value = std::string(5'000'000, 'z');
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_GT(received, 5'000'000u);
}

struct BrokenCase {
  const char* name;
  std::string sent;  // then the connection is closed
  const char* text;
  const char* failure;
};
class BrokenReplyTest : public testing::TestWithParam<BrokenCase> {};
TEST_P(BrokenReplyTest, ReportsFailure) {
  const Outcome outcome = OneTurn([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(GetParam().sent);
  });
  EXPECT_EQ(FailureIn(outcome), GetParam().failure);
  EXPECT_EQ(outcome.text, GetParam().text);
}
INSTANTIATE_TEST_SUITE_P(
    Table, BrokenReplyTest,
    testing::Values(
        BrokenCase{"Nothing", "", "",
                   "The connection to the upstream broke: it was closed "
                   "without a reply."},
        BrokenCase{"HalfAHeader", "HTTP/1.1 200 OK\r\nContent-", "",
                   "The connection to the upstream broke: it was closed in the "
                   "middle of a reply."},
        BrokenCase{"NoHttp", "SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n", "",
                   "The upstream's answer is malformed: it is not HTTP."},
        BrokenCase{"HugeHeader",
                   "HTTP/1.1 200 OK\r\nX: " + std::string(100000, 'x'), "",
                   "The upstream's answer is malformed: it is not HTTP."},
        BrokenCase{"BadChunk", StreamHead() + "zz\r\n", "",
                   "The upstream's answer is malformed: it is not HTTP."},
        BrokenCase{"CutInAChunk",
                   StreamHead() + Chunk(TextEvent("hi")) + "99\r\n", "hi",
                   "The connection to the upstream broke: it was closed in the "
                   "middle of a reply."},
        BrokenCase{"EndsTooSoon",
                   StreamHead() + Chunk(TextEvent("hi")) + LastChunk(), "hi",
                   "The upstream's answer broke off."},
        BrokenCase{"CutAfterTheEnd",
                   StreamHead() + Chunk(TextEvent("hi") + StopEvent()), "hi",
                   "none"},
        BrokenCase{"NoCompletion",
                   StreamHead() + Chunk("data: <html>\n\n") + LastChunk(), "",
                   "The upstream's answer is malformed: it is not a chat "
                   "completion."},
        BrokenCase{"Page", Reply("200 OK", "text/html", "<html></html>"), "",
                   "The upstream's answer broke off."},
        BrokenCase{"ErrorInTheStream",
                   StreamHead() +
                       Chunk(TextEvent("hi") +
                             "data: {\"error\":{\"message\":\"overloaded, key "
                             "sk-test-0123456789\"}}\n\n"),
                   "hi",
                   "The upstream reported an error: overloaded, key "
                   "[redacted]."},
        BrokenCase{"HugeEvent",
                   StreamHead() + Chunk("data: " + std::string(1'100'000, 'x')),
                   "",
                   "The upstream's answer is too large: an event of more than "
                   "1 MiB."},
        BrokenCase{
            "HugeAnswer",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" +
                std::string(10'500'000, ' '),
            "",
            "The upstream's answer is too large: more than 10 MiB in one "
            "piece."},
        BrokenCase{"NoContent", "HTTP/1.1 204 No Content\r\n\r\n", "",
                   "The upstream's answer broke off."},
        BrokenCase{"Redirect",
                   "HTTP/1.1 307 x\r\nLocation: http://127.0.0.1:1/\r\n"
                   "Content-Length: 0\r\n\r\n",
                   "",
                   "The upstream redirects to another address (HTTP 307); "
                   "check model.base_url."}),
    [](const testing::TestParamInfo<BrokenCase>& i) { return i.param.name; });

TEST(UpstreamBackendTest, ReportsAReset) {
  const Outcome outcome = OneTurn([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(StreamHead() + Chunk(TextEvent("hi")));
    connection.Reset();
  });
  EXPECT_EQ(FailureIn(outcome).find("The connection to the upstream broke"), 0u)
      << FailureIn(outcome);
}

TEST(UpstreamBackendTest, ReportsAHalfClosedConnectionAtOnce) {
  const Outcome outcome = OneTurn([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(StreamHead() + Chunk(TextEvent("hi")));
    connection.EndSending();
    connection.WaitClosed();
  });
  EXPECT_EQ(FailureIn(outcome).find("The connection to the upstream broke"), 0u)
      << FailureIn(outcome);
}

TEST(UpstreamBackendTest, ReportsARefusalBeforeTheRequestWasRead) {
  const ScriptedServer server([](ServedConnection& connection, int) {
    connection.Send(Reply("413 Too Large", "application/json",
                          R"({"error":{"message":"no more than 1 MB"}})",
                          "Connection: close\r\n"));
    connection.EndSending();
    connection.WaitClosed();
  });
  TurnDriver driver(server.url());
  driver.prompt.messages[0].parts[0].value = std::string(3'000'000, 'z');
  const BackendResult result = driver.Run();
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->http_status, 413);
}

TEST(UpstreamBackendTest, ReportsStatusAndMessageOfAnErrorReply) {
  const Outcome outcome = OneTurn(Always(
      Reply("429 Too Many", "application/json",
            R"({"error":{"message":"slow down"}})", "Retry-After: 7\r\n")));
  ASSERT_TRUE(outcome.result.failure.has_value());
  EXPECT_EQ(outcome.result.failure->http_status, 429);
  EXPECT_EQ(outcome.result.failure->code, "upstream_rate_limited");
  EXPECT_EQ(outcome.result.failure->retry_after_secs, 7);
  EXPECT_EQ(FailureIn(outcome),
            "The upstream's rate limit is reached: slow down.");
}

TEST(UpstreamBackendTest, ReadsOnlyTheStartOfAnEndlessErrorBody) {
  const Outcome outcome = OneTurn([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send("HTTP/1.1 500 x\r\n\r\n" + std::string(5'000'000, 'x'));
    connection.WaitClosed();
  });
  EXPECT_EQ(FailureIn(outcome).find("The upstream failed (HTTP 500): xxx"), 0u);
  EXPECT_LT(FailureIn(outcome).size(), 600u);
}

TEST(UpstreamBackendTest, StopsRequestingUsageAfterARefusal) {
  std::mutex mutex;
  std::vector<bool> asked;
  const ScriptedServer server([&](ServedConnection& connection, int) {
    for (;;) {
      const std::string request = connection.ReadRequest();
      if (request.empty()) return;
      const bool asks = request.find("stream_options") != std::string::npos;
      {
        const std::lock_guard<std::mutex> lock(mutex);
        asked.push_back(asks);
      }
      connection.Send(
          asks ? Reply("400 Bad Request", "application/json",
                       R"({"error":{"message":"no stream_options here"}})")
               : WholeStream("hi"));
    }
  });
  TurnDriver driver(server.url());
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all(), "hihi");
  const std::lock_guard<std::mutex> lock(mutex);
  EXPECT_EQ(asked, (std::vector<bool>{true, false, false}));
}

TEST(UpstreamBackendTest, DoesNotRetryOtherRefusals) {
  std::atomic<int> requests{0};
  const Outcome outcome = OneTurn([&](ServedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) {
      ++requests;
      connection.Send(Reply("400 Bad", "application/json",
                            R"({"error":{"message":"bad temperature"}})"));
    }
  });
  EXPECT_EQ(FailureIn(outcome),
            "The upstream rejected the request: bad temperature.");
  EXPECT_EQ(requests, 1);
}

TEST(UpstreamBackendTest, ReportsSilenceBeforeTheReplyAsATimeout) {
  const Outcome outcome = OneTurn(
      [](ServedConnection& connection, int) {
        connection.ReadRequest();
        connection.WaitClosed();
      },
      milliseconds(100));
  EXPECT_EQ(FailureIn(outcome), "The upstream was silent for 0.1 s.");
}

TEST(UpstreamBackendTest, ReportsSilenceWithinTheReplyAsATimeout) {
  std::atomic<bool> closed{false};
  const Outcome outcome = OneTurn(
      [&](ServedConnection& connection, int) {
        connection.ReadRequest();
        connection.Send(StreamHead() + Chunk(TextEvent("hi")));
        closed = connection.WaitClosed();
      },
      milliseconds(200));
  EXPECT_EQ(FailureIn(outcome), "The upstream was silent for 0.2 s.");
  EXPECT_EQ(outcome.text, "hi");
  EXPECT_TRUE(closed);
}

TEST(UpstreamBackendTest, LimitsTheTotalTimeOfASlowReply) {
  const Outcome outcome = OneTurn(
      [](ServedConnection& connection, int) {
        connection.ReadRequest();
        connection.Send(StreamHead());
        // Send faster than the idle timeout until the client disconnects.
        while (connection.Send(Chunk(": alive\n\n"))) {
          std::this_thread::sleep_for(milliseconds(10));
        }
      },
      std::chrono::seconds(10), milliseconds(300));
  EXPECT_EQ(FailureIn(outcome), "The upstream's answer took more than 0.3 s.");
}

// A slow reader does not count as silence of the upstream.
TEST(UpstreamBackendTest, DoesNotCountASlowSinkAsSilence) {
  const ScriptedServer server(Always(WholeStream("hi")));
  TurnDriver driver(server.url());
  driver.settings.idle_timeout = milliseconds(100);
  driver.text.on_write = [&driver]() -> asio::awaitable<void> {
    asio::steady_timer pause(driver.io, milliseconds(400));
    co_await pause.async_wait(asio::use_awaitable);
  };
  const BackendResult result = driver.Run();
  EXPECT_FALSE(result.failure.has_value());
}

TEST(UpstreamBackendTest, ReportsAClosedPort) {
  std::string url;
  {
    url = ScriptedServer([](ServedConnection&, int) {}).url();
  }
  TurnDriver driver(url);
  const BackendResult result = driver.Run();
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->message.find("The upstream cannot be reached: "
                                         "127.0.0.1 port "),
            0u);
  EXPECT_NE(result.failure->message.find("Connection refused"),
            std::string::npos);
}

// The name's IPv6 address refuses; its IPv4 address does not.
TEST(UpstreamBackendTest, TriesAllAddressesOfAName) {
  const ScriptedServer server(Always(WholeStream("hi")));
  const DnsServer dns({{"up.test", {{"127.0.0.1"}, {"::1"}, false}}});
  const TempDirectory directory;
  directory.Write("resolv.conf", "nameserver 127.0.0.1\n");
  directory.Write("hosts", "");
  TurnDriver driver(absl::StrCat("http://up.test:", server.port(), "/v1"));
  driver.files.hosts = directory.Path("hosts");
  driver.files.resolv_conf = directory.Path("resolv.conf");
  driver.files.dns_port = dns.port();
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all(), "hi");
}

// An address that neither accepts nor refuses a connection, because its queue
// of connections is full.
class SilentAddress {
 public:
  SilentAddress(const std::string& address, uint16_t port)
      : listener_(io_), endpoint_(asio::ip::make_address(address), port) {
    listener_.open(endpoint_.protocol());
    listener_.bind(endpoint_);
    listener_.listen(0);
    // The kernel accepts one more connection than the limit.
    for (int i = 0; i < 8; ++i) {
      waiting_.push_back(std::make_unique<asio::ip::tcp::socket>(io_));
      waiting_.back()->open(endpoint_.protocol());
      // Asio's connect() would wait.
      fcntl(waiting_.back()->native_handle(), F_SETFL, O_NONBLOCK);
      connect(waiting_.back()->native_handle(), endpoint_.data(),
              static_cast<socklen_t>(endpoint_.size()));
    }
  }

 private:
  asio::io_context io_;
  asio::ip::tcp::acceptor listener_;
  asio::ip::tcp::endpoint endpoint_;
  std::vector<std::unique_ptr<asio::ip::tcp::socket>> waiting_;
};

TEST(UpstreamBackendTest, TriesTheNextAddressInParallelWithASilentOne) {
  const ScriptedServer server(Always(WholeStream("hi")));
  const SilentAddress silent("127.0.0.2", server.port());
  const TempDirectory directory;
  directory.Write("hosts", "127.0.0.2 up.test\n127.0.0.1 up.test\n");
  TurnDriver driver(absl::StrCat("http://up.test:", server.port(), "/v1"));
  driver.files.hosts = directory.Path("hosts");
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all(), "hi");
}

TEST(UpstreamBackendTest, ReportsOnlySilentAddressesAsATimeout) {
  const ScriptedServer elsewhere(Always(WholeStream("hi")));
  const SilentAddress silent("127.0.0.2", elsewhere.port());
  const TempDirectory directory;
  directory.Write("hosts", "127.0.0.2 up.test\n");
  TurnDriver driver(absl::StrCat("http://up.test:", elsewhere.port(), "/v1"));
  driver.files.hosts = directory.Path("hosts");
  driver.settings.connect_timeout = milliseconds(300);
  const BackendResult result = driver.Run();
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_NE(result.failure->message.find("0.3"), std::string::npos)
      << result.failure->message;
}

TEST(UpstreamBackendTest, PrefersTheHostsFileToDns) {
  const ScriptedServer server(Always(WholeStream("hi")));
  const DnsServer dns({});
  const TempDirectory directory;
  directory.Write("resolv.conf", "nameserver 127.0.0.1\n");
  directory.Write("hosts", "127.0.0.1 up.test\n");
  TurnDriver driver(absl::StrCat("http://up.test:", server.port(), "/v1"));
  driver.files.hosts = directory.Path("hosts");
  driver.files.resolv_conf = directory.Path("resolv.conf");
  driver.files.dns_port = dns.port();
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(dns.questions(), 0);
}

TEST(UpstreamBackendTest, ReportsAnUnknownName) {
  const DnsServer dns({});
  const TempDirectory directory;
  directory.Write("resolv.conf", "nameserver 127.0.0.1\n");
  TurnDriver driver("http://up.test/v1");
  driver.files.resolv_conf = directory.Path("resolv.conf");
  driver.files.dns_port = dns.port();
  const BackendResult result = driver.Run();
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->message,
            "The upstream's name cannot be resolved: up.test: Domain name not "
            "found.");
}

TEST(UpstreamBackendTest, ReportsSilentDnsAsATimeout) {
  const DnsServer dns({{"up.test", {{}, {}, true}}});
  const TempDirectory directory;
  directory.Write("resolv.conf", "nameserver 127.0.0.1\n");
  TurnDriver driver("http://up.test/v1");
  driver.settings.connect_timeout = milliseconds(200);
  driver.files.resolv_conf = directory.Path("resolv.conf");
  driver.files.dns_port = dns.port();
  const BackendResult result = driver.Run();
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->message,
            "The upstream accepted no connection within 0.2 s.");
}

bool HasIpv6() {
  asio::io_context io;
  boost::system::error_code error;
  asio::ip::tcp::acceptor probe(io);
  probe.open(asio::ip::tcp::v6(), error);
  if (!error) probe.bind({asio::ip::address_v6::loopback(), 0}, error);
  return !error;
}

// If the machine has no IPv6, the turn fails.
TEST(UpstreamBackendTest, ConnectsOverIpv6OrReportsAFailure) {
  if (!HasIpv6()) {
    TurnDriver driver("http://[::1]:1/v1");
    EXPECT_TRUE(driver.Run().failure.has_value());
    return;
  }
  const ScriptedServer server(Always(WholeStream("hi")), nullptr, true);
  TurnDriver driver(absl::StrCat("http://[::1]:", server.port(), "/v1"));
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all(), "hi");
}

TEST(UpstreamBackendTest, ReusesTheConnection) {
  const ScriptedServer server(Always(WholeStream("hi")));
  TurnDriver driver(server.url());
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all(), "hihihihihi");
  EXPECT_EQ(server.connections(), 1);
}

// Many servers send the end of the body separately after the last event.
TEST(UpstreamBackendTest, ReusesTheConnectionIfTheReplyEndsLate) {
  const ScriptedServer server([](ServedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) {
      connection.Send(StreamHead() + Chunk(TextEvent("hi")) +
                      Chunk(StopEvent() + DoneEvent()));
      std::this_thread::sleep_for(milliseconds(50));
      connection.Send(LastChunk());
    }
  });
  TurnDriver driver(server.url());
  EXPECT_FALSE(driver.Run().failure.has_value());
  // The rest of the reply is read while the loop runs other work.
  asio::steady_timer pause(driver.io, milliseconds(300));
  pause.async_wait(
      [&driver](const boost::system::error_code&) { driver.io.stop(); });
  driver.io.restart();
  driver.io.run();
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(server.connections(), 1);
}

TEST(UpstreamBackendTest, DoesNotReuseAConnectionThatTheServerCloses) {
  const ScriptedServer server([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(Reply("200 OK", "application/json",
                          R"({"choices":[{"message":{"content":"hi"}}]})",
                          "Connection: close\r\n"));
    connection.WaitClosed();
  });
  TurnDriver driver(server.url());
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(server.connections(), 2);
}

// The server closes the connection when it gets the second request: only then
// can the client detect that the connection which it kept is closed.
TEST(UpstreamBackendTest, ReplacesAStaleConnectionOnce) {
  const ScriptedServer server([](ServedConnection& connection, int number) {
    connection.ReadRequest();
    connection.Send(WholeStream("hi"));
    connection.ReadRequest();
    if (number > 0) connection.Send(WholeStream("ho"));
  });
  TurnDriver driver(server.url());
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_FALSE(driver.Run().failure.has_value());
  EXPECT_EQ(driver.text.all(), "hihi");
  EXPECT_EQ(server.connections(), 2);
}

TEST(UpstreamBackendTest, DoesNotReplaceANewConnectionThatCloses) {
  const ScriptedServer server(
      [](ServedConnection& connection, int) { connection.ReadRequest(); });
  TurnDriver driver(server.url());
  EXPECT_TRUE(driver.Run().failure.has_value());
  EXPECT_EQ(server.connections(), 1);
}

struct CancelCase {
  const char* name;
  // The part of a reply that is sent before the turn is stopped.
  std::string sent;
};
class CancelTest : public testing::TestWithParam<CancelCase> {};
TEST_P(CancelTest, StopEndsTheWaitAndClosesTheConnection) {
  std::atomic<bool> closed{false};
  TurnDriver* stopped = nullptr;
  const ScriptedServer server([&](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(GetParam().sent);
    stopped->StopTurn();
    closed = connection.WaitClosed();
  });
  TurnDriver driver(server.url());
  stopped = &driver;
  EXPECT_TRUE(driver.Run().failure.has_value());
  // The server sees the close before the test's loop has ended, or soon after.
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!closed && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_TRUE(closed);
}
INSTANTIATE_TEST_SUITE_P(
    Table, CancelTest,
    testing::Values(
        CancelCase{"BeforeTheReply", ""},
        CancelCase{"WithinTheHeader", "HTTP/1.1 200 OK\r\n"},
        CancelCase{"AfterTheHeader", StreamHead()},
        CancelCase{"WithinTheStream", StreamHead() + Chunk(TextEvent("hi"))},
        CancelCase{"WithinARefusal",
                   "HTTP/1.1 500 x\r\nContent-Length: 9\r\n\r\nab"}),
    [](const testing::TestParamInfo<CancelCase>& i) { return i.param.name; });

TEST(UpstreamBackendTest, StopEndsABlockedWrite) {
  TurnDriver* stopped = nullptr;
  const ScriptedServer server([&](ServedConnection&, int) {
    // Do not read.
    std::this_thread::sleep_for(milliseconds(100));
    stopped->StopTurn();
  });
  TurnDriver driver(server.url());
  stopped = &driver;
  driver.prompt.messages[0].parts[0].value = std::string(30'000'000, 'z');
  EXPECT_TRUE(driver.Run().failure.has_value());
}

TEST(UpstreamBackendTest, StopEndsALookup) {
  const DnsServer dns({{"up.test", {{}, {}, true}}});
  const TempDirectory directory;
  directory.Write("resolv.conf", "nameserver 127.0.0.1\n");
  TurnDriver driver("http://up.test/v1");
  driver.files.resolv_conf = directory.Path("resolv.conf");
  driver.files.dns_port = dns.port();
  asio::steady_timer soon(driver.io, milliseconds(50));
  soon.async_wait(
      [&driver](const boost::system::error_code&) { driver.StopTurn(); });
  EXPECT_TRUE(driver.Run().failure.has_value());
}

TEST(UpstreamBackendTest, DoesNotConnectAfterAStop) {
  const ScriptedServer server(Always(WholeStream("hi")));
  TurnDriver driver(server.url());
  TurnStop stop;
  stop.Request(StopReason::kDraining);
  bool returned = false;
  asio::co_spawn(
      driver.io,
      [&]() -> asio::awaitable<void> {
        co_await driver.backend().Run(driver.prompt, driver.text, stop);
        returned = true;
      },
      asio::detached);
  driver.io.run();
  EXPECT_TRUE(returned);
  EXPECT_EQ(driver.text.all(), "");
}

TEST(UpstreamBackendTest, RunsManyStreamsAtOnce) {
  constexpr int kStreams = 200;
  std::atomic<int> waiting{0};
  const ScriptedServer server([&](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.Send(StreamHead() + Chunk(TextEvent("a")));
    ++waiting;
    // No stream ends before all have begun.
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (waiting < kStreams && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(milliseconds(1));
    }
    connection.Send(Chunk(TextEvent("b") + StopEvent() + DoneEvent()) +
                    LastChunk());
    connection.WaitClosed();
  });
  TurnDriver driver(server.url());
  std::vector<KeptText> texts(kStreams);
  std::vector<TurnStop> stops(kStreams);
  int failures = 0;
  int left = kStreams;
  for (int i = 0; i < kStreams; ++i) {
    asio::co_spawn(
        driver.io,
        [&, i]() -> asio::awaitable<void> {
          const BackendResult result = co_await driver.backend().Run(
              driver.prompt, texts[static_cast<size_t>(i)],
              stops[static_cast<size_t>(i)]);
          if (result.failure) ++failures;
          if (--left == 0) driver.io.stop();
        },
        asio::detached);
  }
  driver.io.run();
  EXPECT_EQ(failures, 0);
  for (const KeptText& text : texts) EXPECT_EQ(text.all(), "ab");
}

struct CheckCase {
  const char* name;
  const char* status;
  bool ok;
  const char* words;
};
class CheckTest : public testing::TestWithParam<CheckCase> {};
TEST_P(CheckTest, ReportsHealthByStatus) {
  std::string request;
  const ScriptedServer server([&](ServedConnection& connection, int) {
    request = connection.ReadRequest();
    connection.Send(Reply(GetParam().status, "application/json", "{}"));
    connection.WaitClosed();
  });
  TurnDriver driver(server.url());
  const BackendHealth health = driver.Check();
  EXPECT_EQ(health.ok, GetParam().ok);
  EXPECT_NE(health.detail.find(GetParam().words), std::string::npos)
      << health.detail;
  EXPECT_EQ(health.detail.find("sk-test"), std::string::npos);
  EXPECT_EQ(request.find("GET /v1/models HTTP/1.1\r\n"), 0u);
  EXPECT_NE(request.find("Authorization: Bearer"), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(
    Table, CheckTest,
    testing::Values(CheckCase{"S200", "200 OK", true, "reachable"},
                    CheckCase{"S404", "404 x", true, "reachable"},
                    CheckCase{"S405", "405 x", true, "reachable"},
                    CheckCase{"S401", "401 x", false, "model.api_key"},
                    CheckCase{"S403", "403 x", false, "model.api_key"},
                    CheckCase{"S500", "500 x", false, "HTTP 500"},
                    CheckCase{"S302", "302 x", false, "HTTP 302"}),
    [](const testing::TestParamInfo<CheckCase>& i) { return i.param.name; });

TEST(UpstreamCheckTest, CachesTheHealth) {
  std::atomic<int> requests{0};
  const ScriptedServer server([&](ServedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) {
      ++requests;
      connection.Send(Reply("200 OK", "application/json", "{}"));
    }
  });
  TurnDriver driver(server.url());
  EXPECT_TRUE(driver.Check().ok);
  EXPECT_TRUE(driver.Check().ok);
  EXPECT_EQ(requests, 1);
}

TEST(UpstreamCheckTest, ReportsASilentServerAsUnreachable) {
  const ScriptedServer server([](ServedConnection& connection, int) {
    connection.ReadRequest();
    connection.WaitClosed();
  });
  TurnDriver driver(server.url());
  const BackendHealth health = driver.Check();
  EXPECT_FALSE(health.ok);
  EXPECT_NE(health.detail.find("does not answer in 3 s"), std::string::npos);
}

TEST(UpstreamCheckTest, ReportsAClosedPortAsUnreachable) {
  TurnDriver driver("http://127.0.0.1:1/v1");
  const BackendHealth health = driver.Check();
  EXPECT_FALSE(health.ok);
  EXPECT_NE(health.detail.find("refused"), std::string::npos);
}

TEST(UpstreamCreateTest, NamesTheWrongSetting) {
  asio::io_context io;
  ModelSettings settings;
  settings.base_url = "ollama";
  EXPECT_TRUE(absl::IsInvalidArgument(
      UpstreamBackend::Create(io.get_executor(), settings, {}).status()));
  settings.base_url = "http://ollama/v1";
  settings.api_key = "two\r\nlines";
  const absl::Status status =
      UpstreamBackend::Create(io.get_executor(), settings, {}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_NE(std::string(status.message()).find("model.api_key"),
            std::string::npos);
  EXPECT_EQ(std::string(status.message()).find("lines"), std::string::npos);
}

}  // namespace
}  // namespace hermes::gateway::upstream
