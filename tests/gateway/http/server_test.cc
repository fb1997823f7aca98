#include "gateway/http/server.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "tests/gateway/http/raw_client.h"
#include "tests/gateway/http/serving.h"
#include "tests/gateway/http/test_handler.h"
#include "tests/gateway/http_client.h"

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

// A server that echoes requests.
class Served {
 public:
  explicit Served(const Limits& limits = {})
      : serving_(io_, handler_, limits) {}
  uint16_t port() const { return serving_.port(); }
  Serving& serving() { return serving_; }
  const TestHandler& handler() const { return handler_; }
  const TestConnections& connections() const { return serving_.connections(); }

 private:
  asio::io_context io_{1};
  TestHandler handler_;
  Serving serving_;
};

constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(ServerTest, AnswersWithSecurityHeaders) {
  const Served served;
  const HttpResponse response = Fetch(served.port(), "GET", "/a");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "GET /a ");
  EXPECT_EQ(response.headers.at("content-security-policy"),
            "default-src 'none'");
  EXPECT_EQ(response.headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(response.headers.at("x-frame-options"), "DENY");
  EXPECT_EQ(response.headers.at("referrer-policy"), "no-referrer");
  EXPECT_EQ(response.headers.count("permissions-policy"), 1u);
  EXPECT_EQ(response.headers.count("strict-transport-security"), 0u);
}

TEST(ServerTest, KeepsTheConnectionForFurtherRequests) {
  const Served served;
  HttpClient client(served.port());
  client.Send(std::string(kGet) + kGet);  // pipelined
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(client.Receive().status, 200);
  client.Send("GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "GET /b ");
  EXPECT_TRUE(client.WaitClosed());
}

TEST(ServerTest, AnswersHeadWithTheLengthAndNoBody) {
  const Served served;
  HttpClient client(served.port());
  client.Send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
  const HttpResponse response = client.Receive(true);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.at("content-length"), "8");
  client.Send(kGet);  // a body would be parsed as the next status line
  EXPECT_EQ(client.Receive().status, 200);
}

TEST(ServerTest, DropsUnwantedBodiesBetweenRequests) {
  const Served served;
  HttpClient client(served.port());
  const std::string body(100000, 'x');
  client.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" +
              body + kGet);
  EXPECT_EQ(client.Receive().body, "POST /a " + body);
  EXPECT_EQ(client.Receive().body, "GET /a ");
}

TEST(ServerTest, RefusesADeclaredBodyThatIsTooLarge) {
  Limits limits;
  limits.body_bytes = 10;
  const Served served(limits);
  const HttpResponse response =
      Fetch(served.port(), "POST", "/a", "", "12345678901");
  EXPECT_EQ(response.status, 413);
  EXPECT_NE(response.body.find("protocol error"), std::string::npos);
  EXPECT_EQ(response.headers.count("x-content-type-options"), 1u);
  EXPECT_FALSE(response.keep_alive);
}

TEST(ServerTest, RefusesAChunkedBodyThatIsTooLarge) {
  Limits limits;
  limits.body_bytes = 10;
  const Served served(limits);
  HttpClient client(served.port());
  client.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n");
  EXPECT_EQ(client.Receive().status, 413);
}

TEST(ServerTest, RefusesAHeaderThatIsTooLarge) {
  const Served served;
  const HttpResponse response = Fetch(
      served.port(), "GET", "/a", "X: " + std::string(100000, 'x') + "\r\n");
  EXPECT_EQ(response.status, 431);
}

TEST(ServerTest, RefusesBytesThatAreNotHttp) {
  const Served served;
  HttpClient client(served.port());
  client.Send("\x16\x03\x01 this is TLS\r\n\r\n");
  EXPECT_EQ(client.Receive().status, 400);
  EXPECT_TRUE(client.WaitClosed());
}

TEST(ServerTest, ClosesAConnectionWithAnIncompleteHeader) {
  Limits limits;
  limits.header_timeout = milliseconds(50);
  const Served served(limits);
  HttpClient client(served.port());
  client.Send("GET /a HTTP/1.1\r\n");
  EXPECT_TRUE(client.WaitClosed());
}

TEST(ServerTest, ClosesAConnectionWithAnIncompleteBody) {
  Limits limits;
  limits.body_timeout = milliseconds(50);
  const Served served(limits);
  HttpClient client(served.port());
  client.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
  EXPECT_TRUE(client.WaitClosed());
}

TEST(ServerTest, ReadsAWantedBodyToExactlyItsLength) {
  const Served served;
  HttpClient client(served.port());
  client.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /b "
      "HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "POST /a abc");
  EXPECT_EQ(client.Receive().body, "GET /b ");
}

TEST(ServerTest, JoinsTheChunksOfABody) {
  const Served served;
  HttpClient client(served.port());
  client.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "POST /a abcde");
  client.Send(kGet);
  EXPECT_EQ(client.Receive().body, "GET /a ");
}

// The reply to the header saves the client from sending its body. The server
// does not read the body of a refused client to keep the connection.
TEST(ServerTest, RefusesWithoutWaitingForTheBody) {
  const Served served;
  HttpClient client(served.port());
  client.Send("POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");
  const HttpResponse response = client.Receive();
  EXPECT_EQ(response.status, 401);
  EXPECT_FALSE(response.keep_alive);
  client.Send(std::string("123456789") + kGet);
  EXPECT_TRUE(client.WaitClosed());
  EXPECT_EQ(served.handler().seen().size(), 1u);
}

TEST(ServerTest, KeepsARefusedConnectionWhoseBodyHasArrived) {
  for (const char* body :
       {"Content-Length: 9\r\n\r\n123456789",
        "Transfer-Encoding: chunked\r\n\r\n9\r\n123456789\r\n0\r\n\r\n"}) {
    const Served served;
    HttpClient client(served.port());
    client.Send(std::string("POST /refused HTTP/1.1\r\nHost: x\r\n") + body +
                kGet);
    EXPECT_EQ(client.Receive().status, 401);
    EXPECT_EQ(client.Receive().body, "GET /a ");
  }
}

TEST(ServerTest, RepliesWithoutWaitingForAnUnwantedBody) {
  const Served served;
  HttpClient client(served.port());
  client.Send(
      "POST /discard HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
      "chunked\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "POST /discard ");
  client.Send(std::string("3\r\nabc\r\n0\r\n\r\n") + kGet);
  EXPECT_EQ(client.Receive().body, "GET /a ");
}

TEST(ServerTest, ClosesSilentlyAfterAMalformedUnwantedBody) {
  const Served served;
  RawClient client(served.port());
  client.Send(
      "POST /discard HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
      "chunked\r\n\r\n");
  client.ReadUntil("POST /discard ");
  client.Send(std::string("zz\r\n") + kGet);
  std::vector<HttpResponse> replies;
  ASSERT_TRUE(ParseReplies(client.ReadAll(), &replies));
  EXPECT_EQ(replies.size(), 1u);
  EXPECT_EQ(served.handler().seen().size(), 1u);
}

TEST(ServerTest, SendsContinueIfTheBodyIsWanted) {
  const Served served;
  RawClient client(served.port());
  client.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("abc");
  EXPECT_NE(client.ReadUntil("POST /a abc").find("POST /a abc"),
            std::string::npos);
}

TEST(ServerTest, SendsNoContinueToARefusedRequest) {
  const Served served;
  HttpClient client(served.port());
  client.Send(
      "POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
      "Expect: 100-continue\r\n\r\n");
  const HttpResponse response = client.Receive();
  EXPECT_EQ(response.status, 401);
  EXPECT_FALSE(response.keep_alive);
  EXPECT_TRUE(client.WaitClosed());
}

// HTTP/1.0 has no interim responses: its client would take one for the reply.
TEST(ServerTest, SendsNoContinueToAnHttp10Client) {
  const Served served;
  RawClient client(served.port());
  client.Send(
      "POST /a HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
      "abc");
  const std::string reply = client.ReadAll();
  EXPECT_EQ(reply.rfind("HTTP/1.0 200", 0), 0u) << reply;
  EXPECT_NE(reply.find("POST /a abc"), std::string::npos);
}

TEST(ServerTest, ClosesAnHttp10ConnectionUnlessKeepAliveIsAsked) {
  const Served served;
  RawClient once(served.port());
  once.Send("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_NE(once.ReadAll().find("GET /a "), std::string::npos);
  HttpClient again(served.port());
  again.Send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_TRUE(again.Receive().keep_alive);
  again.Send("GET /b HTTP/1.0\r\n\r\n");
  EXPECT_EQ(again.Receive().body, "GET /b ");
}

TEST(ServerTest, RepliesToAHalfClosedClient) {
  const Served served;
  RawClient client(served.port());
  client.Send(kGet);
  client.EndSending();
  EXPECT_NE(client.ReadAll().find("GET /a "), std::string::npos);
}

TEST(ServerTest, AnswersManyRequestsOnOneConnectionInOrder) {
  const Served served;
  RawClient client(served.port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += "POST /" + std::to_string(i) +
                " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nb";
  }
  ASSERT_TRUE(client.Send(requests));
  client.EndSending();
  std::vector<HttpResponse> replies;
  ASSERT_TRUE(ParseReplies(client.ReadAll(), &replies));
  ASSERT_EQ(replies.size(), 200u);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(replies[i].body, "POST /" + std::to_string(i) + " b");
  }
}

// A request that two parties could parse differently: one of them finds a
// second request in it, which must never be served.
struct SmugglingCase {
  const char* name;
  const char* head;
  const char* body;
};

class SmugglingTest : public testing::TestWithParam<SmugglingCase> {};

TEST_P(SmugglingTest, RefusesOnceAndServesNoSecondRequest) {
  const Served served;
  RawClient client(served.port());
  client.Send(std::string("POST /a HTTP/1.1\r\n") + GetParam().head + "\r\n" +
              GetParam().body);
  client.EndSending();
  std::vector<HttpResponse> replies;
  ASSERT_TRUE(ParseReplies(client.ReadAll(), &replies));
  ASSERT_EQ(replies.size(), 1u);
  EXPECT_EQ(replies[0].status, 400);
  EXPECT_FALSE(replies[0].keep_alive);
  for (const std::string& seen : served.handler().seen()) {
    EXPECT_EQ(seen.find("/evil"), std::string::npos) << seen;
  }
}

constexpr char kEvil[] = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr char kEvilBehindChunks[] =
    "0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, SmugglingTest,
    testing::Values(
        SmugglingCase{"LengthAndChunks",
                      "Host: x\r\nContent-Length: 5\r\n"
                      "Transfer-Encoding: chunked\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"ChunksAndLength",
                      "Host: x\r\nTransfer-Encoding: chunked\r\n"
                      "Content-Length: 5\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"TwoEncodings",
                      "Host: x\r\nTransfer-Encoding: chunked\r\n"
                      "Transfer-Encoding: identity\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"EncodingTwice",
                      "Host: x\r\nTransfer-Encoding: chunked\r\n"
                      "Transfer-Encoding: chunked\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"EncodingList",
                      "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"EncodingUnknown",
                      "Host: x\r\nTransfer-Encoding: xchunked\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"EncodingWithAVerticalTab",
                      "Host: x\r\nTransfer-Encoding: \vchunked\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"EncodingWithSpaceBeforeTheColon",
                      "Host: x\r\nTransfer-Encoding : chunked\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"EncodingNameFolded",
                      "Host: x\r\n Transfer-Encoding: chunked\r\n"
                      "Content-Length: 0\r\n\tx: y\r\n",
                      kEvilBehindChunks},
        SmugglingCase{"TwoLengths",
                      "Host: x\r\nContent-Length: 0\r\nContent-Length: 35\r\n",
                      kEvil},
        SmugglingCase{"LengthList", "Host: x\r\nContent-Length: 0, 35\r\n",
                      kEvil},
        SmugglingCase{"LengthWithAPlus", "Host: x\r\nContent-Length: +0\r\n",
                      kEvil},
        SmugglingCase{"LengthNegative", "Host: x\r\nContent-Length: -1\r\n",
                      kEvil},
        SmugglingCase{"LengthHexadecimal", "Host: x\r\nContent-Length: 0x0\r\n",
                      kEvil},
        SmugglingCase{"LengthEmpty", "Host: x\r\nContent-Length: \r\n", kEvil},
        SmugglingCase{"LengthTooLong",
                      "Host: x\r\nContent-Length: 18446744073709551616\r\n",
                      kEvil},
        SmugglingCase{"NameWithoutAColon", "Host: x\r\nContent-Length\r\n",
                      kEvil},
        SmugglingCase{"NoHost", "Content-Length: 0\r\n", kEvil},
        SmugglingCase{"TwoHosts", "Host: x\r\nHost: y\r\nContent-Length: 0\r\n",
                      kEvil},
        SmugglingCase{"BareLineFeed", "Host: x\nContent-Length: 0\r\n", kEvil},
        SmugglingCase{"BareCarriageReturn",
                      "Host: x\rContent-Length: 35\r\nContent-Length: 0\r\n",
                      kEvil}),
    [](const testing::TestParamInfo<SmugglingCase>& i) {
      return i.param.name;
    });

TEST(ServerTest, ClosesTheConnectionAfterMalformedChunks) {
  for (const char* chunks :
       {"g\r\n", "-1\r\nx\r\n", "1\nx\n0\n\n", "1\r\nxx\r\n0\r\n\r\n",
        "ffffffffffffffffff\r\n", "0x1\r\nx\r\n0\r\n\r\n"}) {
    const Served served;
    RawClient client(served.port());
    client.Send(std::string("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                            "chunked\r\n\r\n") +
                chunks + kEvil);
    client.EndSending();
    std::vector<HttpResponse> replies;
    ASSERT_TRUE(ParseReplies(client.ReadAll(), &replies)) << chunks;
    ASSERT_LE(replies.size(), 1u) << chunks;
    for (const HttpResponse& reply : replies) {
      EXPECT_GE(reply.status, 400) << chunks;
    }
    EXPECT_EQ(served.handler().seen().size(), 1u) << chunks;
  }
}

TEST(ServerTest, ClosesAnIdleConnectionForANewClient) {
  Limits limits;
  limits.connections = 1;
  const Served served(limits);
  HttpClient first(served.port());
  first.Send(kGet);
  ASSERT_EQ(first.Receive().status, 200);
  HttpClient second(served.port());
  second.Send(kGet);
  EXPECT_EQ(second.Receive().status, 200);
  EXPECT_TRUE(first.WaitClosed());
  EXPECT_EQ(served.connections().made_room, 1);
  EXPECT_EQ(served.connections().opened, 2);
}

// The client has its reply. The server still reads from it only to make sure
// that the reply arrives.
TEST(ServerTest, ClosesALingeringConnectionForANewClient) {
  Limits limits;
  limits.connections = 1;
  const Served served(limits);
  RawClient first(served.port());
  first.Send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  ASSERT_NE(first.ReadAll().find("200 OK"), std::string::npos);
  HttpClient second(served.port());
  second.Send(kGet);
  EXPECT_EQ(second.Receive().status, 200);
  EXPECT_EQ(served.connections().made_room, 1);
}

TEST(ServerTest, ClosesTheLongestIdleConnectionFirst) {
  Limits limits;
  limits.connections = 2;
  const Served served(limits);
  HttpClient first(served.port());
  HttpClient second(served.port());
  for (HttpClient* client : {&first, &second, &first}) {
    client->Send(kGet);
    ASSERT_EQ(client->Receive().status, 200);
  }
  HttpClient third(served.port());
  third.Send(kGet);
  EXPECT_EQ(third.Receive().status, 200);
  EXPECT_TRUE(second.WaitClosed());
  first.Send(kGet);
  EXPECT_EQ(first.Receive().status, 200);
}

// Holds each request until the test calls Release().
class Holding {
 public:
  explicit Holding(const Limits& limits)
      : handler_([this](Request request, Exchange& exchange) {
          return Hold(std::move(request), exchange);
        }),
        serving_(io_, handler_, limits) {}
  ~Holding() { Release(); }
  uint16_t port() const { return serving_.port(); }
  Serving& serving() { return serving_; }
  const TestHandler& handler() const { return handler_; }
  const TestConnections& connections() const { return serving_.connections(); }
  // Waits until `count` requests have been held so far.
  void AwaitHeld(int count) {
    while (held() < count) std::this_thread::yield();
  }
  void Release() {
    serving_.OnLoop([this] {
      released_ = true;
      gate_.cancel();
    });
  }

 private:
  int held() {
    int held = 0;
    serving_.OnLoop([&] { held = held_; });
    return held;
  }
  asio::awaitable<void> Hold(Request request, Exchange& exchange) {
    ++held_;
    boost::system::error_code ignored;
    while (!released_ && request.target == "/hold") {
      gate_.expires_at(asio::steady_timer::time_point::max());
      co_await gate_.async_wait(
          asio::redirect_error(asio::use_awaitable, ignored));
    }
    Response reply;
    reply.body = "1";
    co_await exchange.Send(std::move(reply));
  }

  asio::io_context io_{1};
  asio::steady_timer gate_{io_};
  bool released_ = false;
  int held_ = 0;
  TestHandler handler_;
  Serving serving_;
};

constexpr char kHold[] = "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(ServerTest, DoesNotCloseABusyConnectionForANewClient) {
  Limits limits;
  limits.connections = 1;
  Holding holding(limits);
  HttpClient first(holding.port());
  first.Send(kHold);
  holding.AwaitHeld(1);
  RawClient second(holding.port());
  second.Send(kGet);
  for (int turn = 0; turn < 100; ++turn) holding.serving().OnLoop([] {});
  EXPECT_EQ(holding.handler().seen().size(), 1u);
  holding.Release();
  // The first client gets its whole reply; then its connection makes room.
  EXPECT_EQ(first.Receive().status, 200);
  EXPECT_NE(second.ReadUntil("\r\n\r\n1").find("200 OK"), std::string::npos);
}

// Slow loris: thousands of clients send nothing, or never complete a request.
TEST(ServerTest, AcceptsNewClientsWhileOthersAreSilent) {
  Limits limits;
  limits.connections = 20;
  const Served served(limits);
  std::vector<std::unique_ptr<RawClient>> silent;
  for (int i = 0; i < 400; ++i) {
    silent.push_back(std::make_unique<RawClient>(served.port()));
    if (i % 2 == 0) silent.back()->Send("GET /a HTTP/1.1\r\nHost: ");
  }
  HttpClient client(served.port());
  client.Send(kGet);
  EXPECT_EQ(client.Receive().status, 200);
}

// The same with refused requests whose bodies never arrive.
TEST(ServerTest, AcceptsNewClientsWhileRefusedOnesStay) {
  Limits limits;
  limits.connections = 4;
  const Served served(limits);
  std::vector<std::unique_ptr<RawClient>> refused;
  for (int i = 0; i < 4; ++i) {
    refused.push_back(std::make_unique<RawClient>(served.port()));
    refused.back()->Send(
        "POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n");
    ASSERT_NE(refused.back()->ReadUntil("\"refused\"").find("401"),
              std::string::npos);
  }
  HttpClient client(served.port());
  client.Send(kGet);
  EXPECT_EQ(client.Receive().status, 200);
}

TEST(ServerTest, ClosesAClientThatSendsItsHeaderTooSlowly) {
  Limits limits;
  limits.header_timeout = milliseconds(200);
  const Served served(limits);
  RawClient client(served.port());
  client.Send("GET /a HTTP/1.1\r\nX: ");
  // Send a byte each time the server was silent for a moment.
  int bytes = 0;
  pollfd heard = {client.fd(), POLLIN, 0};
  while (poll(&heard, 1, 10) == 0 && client.Send("x")) ++bytes;
  EXPECT_LT(bytes, 3000);
  EXPECT_EQ(client.ReadAll(), "");
}

TEST(ServerTest, CloseUnfinishedRequestsKeepsThoseThatAreServed) {
  Holding holding{Limits()};
  HttpClient busy(holding.port());
  busy.Send(kHold);
  holding.AwaitHeld(1);
  HttpClient idle(holding.port());
  RawClient unfinished(holding.port());
  unfinished.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
  for (int open = 0; open < 3;) {
    holding.serving().OnLoop(
        [&] { open = holding.serving().server().open_connections(); });
  }
  holding.serving().OnLoop(
      [&] { holding.serving().server().CloseUnfinishedRequests(); });
  EXPECT_TRUE(idle.WaitClosed());
  EXPECT_EQ(unfinished.ReadAll(), "");
  holding.Release();
  EXPECT_EQ(busy.Receive().status, 200);
}

// Two bodies fit into the budget. A third one is refused by its Content-Length
// alone.
TEST(ServerTest, RefusesBodiesBeyondTheBudgetUnread) {
  Limits limits;
  limits.all_body_bytes = 200'000;
  const Served served(limits);
  const std::string head =
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
      "Expect: 100-continue\r\n\r\n";
  RawClient first(served.port());
  RawClient second(served.port());
  for (RawClient* client : {&first, &second}) {
    client->Send(head);
    ASSERT_NE(client->ReadUntil("\r\n\r\n").find("100 Continue"),
              std::string::npos);
  }
  HttpClient third(served.port());
  third.Send(head);
  EXPECT_EQ(third.Receive().status, 429);
  // The same for a body that grows in chunks.
  RawClient chunked(served.port());
  chunked.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "30000\r\n" +
      std::string(0x30000, 'x'));
  EXPECT_NE(chunked.ReadUntil("\r\n\r\n").find(" 429 "), std::string::npos);
  first.Send(std::string(100000, 'x'));
  EXPECT_NE(first.ReadUntil("POST /a x").find("200 OK"), std::string::npos);
  HttpClient fourth(served.port());
  fourth.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" +
              std::string(100000, 'x'));
  EXPECT_EQ(fourth.Receive().status, 200);
}

// When memory ran out while a client was accepted, the server never accepted
// another client.
TEST(ServerTest, AcceptsClientsAgainAfterAFailure) {
  class Failing : public TestConnections {
   public:
    void ConnectionOpened() override {
      if (std::exchange(failures_, failures_ - 1) > 0) throw std::bad_alloc();
      TestConnections::ConnectionOpened();
    }

   private:
    int failures_ = 2;
  };
  asio::io_context io{1};
  TestHandler handler;
  Failing connections;
  auto server = Server::Listen(io, "127.0.0.1", 0, Limits());
  ASSERT_TRUE(server.ok());
  (*server)->Serve(handler, connections);
  std::thread loop([&] { io.run(); });
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(RawClient((*server)->port()).ReadAll(), "");
  }
  {
    HttpClient client((*server)->port());
    client.Send(kGet);
    EXPECT_EQ(client.Receive().status, 200);
  }
  asio::post(io, [&] {
    (*server)->StopAccepting();
    (*server)->CloseAll([&] { io.stop(); });
  });
  loop.join();
  EXPECT_EQ(connections.opened, 1);
  EXPECT_EQ(connections.closed, 1);
}

TEST(ServerTest, CloseAllReportsWhenNoConnectionIsLeft) {
  asio::io_context io{1};
  TestHandler handler;
  Serving serving(io, handler);
  HttpClient client(serving.port());
  client.Send(kGet);
  ASSERT_EQ(client.Receive().status, 200);
  std::promise<int> open;
  serving.OnLoop([&] {
    serving.server().CloseAll(
        [&] { open.set_value(serving.server().open_connections()); });
  });
  EXPECT_EQ(open.get_future().get(), 0);
  EXPECT_TRUE(client.WaitClosed());
}

// A connection that was accepted just before StopAccepting(), and that the loop
// handles only afterwards, would outlive CloseAll().
TEST(ServerTest, ServesNoClientAfterStopAccepting) {
  asio::io_context io{1};
  TestHandler handler;
  auto server = Server::Listen(io, "127.0.0.1", 0, Limits());
  ASSERT_TRUE(server.ok());
  RawClient client((*server)->port());
  TestConnections connections;
  (*server)->Serve(handler, connections);
  asio::post(io, [&] { (*server)->StopAccepting(); });
  while (io.poll_one() > 0) {
  }
  EXPECT_EQ((*server)->open_connections(), 0);
  EXPECT_EQ(client.ReadAll(), "");
}

TEST(ServerTest, ReportsAPortInUse) {
  const Served served;
  asio::io_context io;
  const auto second = Server::Listen(io, "127.0.0.1", served.port(), Limits());
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status()));
  const std::string message(second.status().message());
  EXPECT_EQ(message.rfind("api_server_port_in_use: ", 0), 0u) << message;
  EXPECT_NE(message.find(std::to_string(served.port())), std::string::npos);
  EXPECT_NE(message.find("127.0.0.1"), std::string::npos);
}

TEST(ServerTest, ReportsAnAddressThatIsNotOfThisMachine) {
  asio::io_context io;
  // A documentation address: no machine has it.
  const auto server = Server::Listen(io, "192.0.2.1", 0, Limits());
  EXPECT_EQ(std::string(server.status().message())
                .rfind("api_server_bind_failed: ", 0),
            0u)
      << server.status();
}

// Without IPv6 the server must report an error; with IPv6 it must serve.
TEST(ServerTest, ListensOnIpv6OrReportsAnError) {
  asio::io_context io;
  const auto server = Server::Listen(io, "::1", 0, Limits());
  if (!server.ok()) {
    EXPECT_TRUE(absl::IsFailedPrecondition(server.status()));
    return;
  }
  EXPECT_EQ((*server)->host(), "::1");
  EXPECT_TRUE(HttpClient((*server)->port(), true).connected());
}

}  // namespace
}  // namespace hermes::gateway::http
