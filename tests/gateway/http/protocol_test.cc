#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/server.h"
#include "tests/gateway/http/raw_client.h"
#include "tests/gateway/http/serving.h"
#include "tests/gateway/http/test_handler.h"

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

// A server that echoes requests. Its time limits are longer than any test: if a
// refusal arrives, the bytes alone caused it, and if a connection is closed, it
// was closed to make room for another client.
class Served {
 public:
  explicit Served(Limits limits = {})
      : serving_(io_, handler_, Patient(limits)) {}
  uint16_t port() const { return serving_.port(); }
  Serving& serving() { return serving_; }

 private:
  static Limits Patient(Limits limits) {
    limits.header_timeout = std::chrono::minutes(5);
    limits.body_timeout = std::chrono::minutes(5);
    limits.write_timeout = std::chrono::minutes(5);
    return limits;
  }

  asio::io_context io_{1};
  TestHandler handler_;
  Serving serving_;
};

struct Row {
  const char* name;
  std::string sent;
  std::vector<int> statuses;
  bool open = false;  // the connection stays open
};

class ProtocolTest : public testing::TestWithParam<Row> {};

std::string StatusLine(int status) {
  return "HTTP/1.1 " + std::to_string(status) + " ";
}

// The client does not close its side, so the server must refuse at once.
TEST_P(ProtocolTest, AnswersAsRfc9110And9112Say) {
  const Served served;
  RawClient client(served.port());
  ASSERT_TRUE(client.Send(GetParam().sent));
  if (GetParam().open) client.EndSending();
  std::vector<HttpResponse> replies;
  const std::string received = client.ReadAll();
  ASSERT_TRUE(ParseReplies(received, &replies)) << received;
  std::vector<int> statuses;
  for (const HttpResponse& reply : replies) {
    statuses.push_back(reply.status);
    EXPECT_EQ(reply.headers.count("date"), 1u);
    EXPECT_EQ(reply.headers.count("strict-transport-security"), 0u);
  }
  EXPECT_EQ(statuses, GetParam().statuses) << received;
}

constexpr char kHost[] = "Host: x\r\n";
constexpr char kEnd[] = "\r\n";

std::string Get(const std::string& fields,
                const std::string& line = "GET /a HTTP/1.1") {
  return line + "\r\n" + fields + kEnd;
}

std::string Chunks(const std::string& chunks) {
  return Get(std::string(kHost) + "Transfer-Encoding: chunked\r\n",
             "POST /a HTTP/1.1") +
         chunks;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ProtocolTest,
    testing::Values(
        Row{"Plain", Get(kHost), {200}, true},
        Row{"EmptyLineBefore", "\r\n" + Get(kHost), {200}, true},
        Row{"EmptyLineBetween",
            Get(kHost) + "\r\n" + Get(kHost),
            {200, 200},
            true},
        Row{"InvalidHost", Get("Host: a b\r\n"), {400}},
        Row{"HostWithAPath", Get("Host: a/b\r\n"), {400}},
        Row{"HostWithAUser", Get("Host: u@a\r\n"), {400}},
        Row{"HostWithABadPort", Get("Host: a:8x\r\n"), {400}},
        Row{"UnknownMethod", Get(kHost, "BREW /a HTTP/1.1"), {501}},
        Row{"MethodInLowerCase", Get(kHost, "get /a HTTP/1.1"), {501}},
        Row{"NextMajorVersion", Get(kHost, "GET /a HTTP/2.0"), {505}},
        Row{"PriorKnowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {505}},
        Row{"NextMinorVersion", Get(kHost, "GET /a HTTP/1.2"), {200}, true},
        Row{"NoVersion", "GET /a\r\n", {400}},
        Row{"UnknownExpectation",
            Get(std::string(kHost) + "Expect: x\r\nContent-Length: 1\r\n",
                "POST /a HTTP/1.1"),
            {417}},
        Row{"ServerOptions", Get(kHost, "OPTIONS * HTTP/1.1"), {204}, true},
        Row{"ServerAsATarget", Get(kHost, "GET * HTTP/1.1"), {400}},
        Row{"Tls", std::string("\x16\x03\x01\x02", 4), {400}},
        Row{"BareLineFeedInTheRequestLine", "GET /a HTTP/1.1\n", {400}},
        Row{"BareLineFeedInAHeader", "GET /a HTTP/1.1\r\nHost: x\n", {400}},
        Row{"BareLineFeedInAChunkLine", Chunks("1\n"), {400}},
        Row{"BareLineFeedAfterAChunk", Chunks("1\r\nx\n"), {400}},
        Row{"BareLineFeedInATrailer", Chunks("0\r\nA: b\n"), {400}},
        Row{"ChunkSizeThatIsNone", Chunks("z"), {400}},
        Row{"EndlessChunkSize", Chunks(std::string(20000, '0')), {400}},
        Row{"EndlessChunkExtension",
            Chunks("1;" + std::string(20000, 'x')),
            {400}},
        Row{"EndlessTrailer",
            Chunks("0\r\nA: " + std::string(20000, 'x')),
            {400}},
        Row{"EndlessHeader",
            "GET /a HTTP/1.1\r\nA: " + std::string(20000, 'x'),
            {431}},
        Row{"EndlessTarget", "GET /" + std::string(20000, 'x'), {431}},
        Row{"RefusalWithoutItsBody",
            Get(std::string(kHost) + "Content-Length: 5\r\n",
                "POST /refused HTTP/1.1"),
            {401}},
        Row{"RefusalWithItsBody",
            Get(std::string(kHost) + "Content-Length: 5\r\n",
                "POST /refused HTTP/1.1") +
                "abcde" + Get(kHost),
            {401, 200},
            true}),
    [](const testing::TestParamInfo<Row>& i) { return i.param.name; });

// A part of a request whose fields arrive one by one, each of them short.
struct Fields {
  const char* name;
  std::string before;
  int status;
};

class ProtocolFieldsTest : public testing::TestWithParam<Fields> {};

INSTANTIATE_TEST_SUITE_P(
    Table, ProtocolFieldsTest,
    testing::Values(Fields{"OfTheHeader", "GET /a HTTP/1.1\r\nHost: x\r\n",
                           431},
                    Fields{"OfTheTrailer", Chunks("0\r\n"), 400}),
    [](const testing::TestParamInfo<Fields>& i) { return i.param.name; });

// The limit applies to all fields together. No single field here exceeds it,
// nor do the bytes that have arrived and were not examined yet.
TEST_P(ProtocolFieldsTest, LimitsFieldsThatArriveOneByOne) {
  Served served;
  RawClient client(served.port());
  ASSERT_TRUE(client.Send(GetParam().before));
  const std::string field = "A: " + std::string(995, 'x') + "\r\n";
  for (int i = 0; i < 40; ++i) {
    client.Send(field);
    for (int turn = 0; turn < 3; ++turn) served.serving().OnLoop([] {});
  }
  client.EndSending();
  EXPECT_NE(client.ReadAll().find(StatusLine(GetParam().status)),
            std::string::npos);
}

// A client that is still sending when it is refused must receive the reply. It
// received a reset instead, because the server closed the socket with unread
// bytes.
TEST(ProtocolLimitTest, SendsTheRefusalToAClientThatIsStillSending) {
  const Served served;
  RawClient client(served.port());
  const size_t size = 16'000'000;
  ASSERT_TRUE(client.Send(
      Get(std::string(kHost) + "Content-Length: " + std::to_string(size) + kEnd,
          "POST /a HTTP/1.1")));
  EXPECT_TRUE(client.Send(std::string(size, 'x')));
  client.EndSending();
  EXPECT_NE(client.ReadAll().find(StatusLine(413)), std::string::npos);
}

TEST(ProtocolLimitTest, ClosesAClientThatNeverStopsSending) {
  Limits limits;
  limits.linger_timeout = milliseconds(200);
  const Served served(limits);
  RawClient client(served.port());
  client.Send(Get(std::string(kHost) + "Content-Length: 99999999\r\n",
                  "POST /a HTTP/1.1"));
  const std::string piece(4096, 'x');
  const auto limit =
      std::chrono::steady_clock::now() + std::chrono::seconds(20);
  bool taken = true;
  while (taken && std::chrono::steady_clock::now() < limit) {
    taken = client.Send(piece);
  }
  EXPECT_FALSE(taken);
}

// If clients that pipeline and never read use all connections, a new client
// must not wait for their write timeout.
TEST(ProtocolLimitTest, AcceptsNewClientsWhileOthersDoNotRead) {
  for (const char* target : {"/a", "/refused"}) {
    Limits limits;
    limits.connections = 4;
    const Served served(limits);
    const std::string request =
        Get(kHost, std::string("GET ") + target + " HTTP/1.1");
    std::string requests;
    while (requests.size() < 64 * 1024) requests += request;
    std::vector<std::unique_ptr<RawClient>> deaf;
    for (int i = 0; i < 8; ++i) {
      deaf.push_back(std::make_unique<RawClient>(served.port(), 4096));
      const timeval soon = {0, 200'000};
      setsockopt(deaf.back()->fd(), SOL_SOCKET, SO_SNDTIMEO, &soon,
                 sizeof(soon));
      while (deaf.back()->Send(requests)) {
      }
    }
    RawClient client(served.port());
    client.Send(Get(kHost));
    EXPECT_NE(client.ReadUntil("GET /a ").find(StatusLine(200)),
              std::string::npos)
        << target;
  }
}

}  // namespace
}  // namespace hermes::gateway::http
