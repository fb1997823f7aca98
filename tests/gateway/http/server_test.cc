#include "gateway/http/server.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/status/status.h"
#include "tests/gateway/http_client.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

HttpAnswer Echo(const HttpRequest& request) {
  HttpAnswer answer;
  answer.reply.body = "\"" + request.method + " " + request.target + "\"";
  return answer;
}

// A server in a thread of its own on a port of the kernel's choice.
class Served {
 public:
  explicit Served(const HttpLimits& limits = {}) {
    auto server = HttpServer::Listen(io_, "127.0.0.1", 0, limits);
    if (!server.ok()) {
      ADD_FAILURE() << server.status();
      return;
    }
    server_ = *std::move(server);
    port_ = server_->port();
    server_->Serve(Echo);
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Served() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }
  uint16_t port() const { return port_; }

 private:
  asio::io_context io_{1};
  std::unique_ptr<HttpServer> server_;
  uint16_t port_ = 0;
  std::thread thread_;
};

constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(HttpServerTest, AnswersWithSecurityHeaders) {
  const Served served;
  const HttpResponse response = Fetch(served.port(), "GET", "/a");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "\"GET /a\"");
  EXPECT_EQ(response.headers.at("content-security-policy"),
            "default-src 'none'");
  EXPECT_EQ(response.headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(response.headers.at("x-frame-options"), "DENY");
  EXPECT_EQ(response.headers.at("referrer-policy"), "no-referrer");
  EXPECT_EQ(response.headers.count("permissions-policy"), 1u);
  EXPECT_EQ(response.headers.count("strict-transport-security"), 1u);
}

TEST(HttpServerTest, KeepsAConnection) {
  const Served served;
  HttpClient client(served.port());
  client.Send(std::string(kGet) + kGet);  // pipelined
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(client.Receive().status, 200);
  client.Send("GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "\"GET /b\"");
  EXPECT_TRUE(client.WaitClosed());
}

TEST(HttpServerTest, HeadHasTheLengthAndNoBody) {
  const Served served;
  HttpClient client(served.port());
  client.Send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
  const HttpResponse response = client.Receive(true);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.at("content-length"), "9");
  client.Send(kGet);  // a body would be taken for the next status line
  EXPECT_EQ(client.Receive().status, 200);
}

TEST(HttpServerTest, BodiesAreReadAwayBetweenRequests) {
  const Served served;
  HttpClient client(served.port());
  const std::string body(100000, 'x');
  client.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" +
              body + kGet);
  EXPECT_EQ(client.Receive().body, "\"POST /a\"");
  EXPECT_EQ(client.Receive().body, "\"GET /a\"");
}

TEST(HttpServerTest, DeclaredBodyThatIsTooLargeIsRefused) {
  HttpLimits limits;
  limits.body_bytes = 10;
  const Served served(limits);
  const HttpResponse response =
      Fetch(served.port(), "POST", "/a", "", "12345678901");
  EXPECT_EQ(response.status, 413);
  EXPECT_NE(response.body.find("body_too_large"), std::string::npos);
  EXPECT_EQ(response.headers.count("x-content-type-options"), 1u);
  EXPECT_FALSE(response.keep_alive);
}

TEST(HttpServerTest, ChunkedBodyThatIsTooLargeIsRefused) {
  HttpLimits limits;
  limits.body_bytes = 10;
  const Served served(limits);
  HttpClient client(served.port());
  client.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n");
  EXPECT_EQ(client.Receive().status, 413);
}

TEST(HttpServerTest, BodyHeldBackIsNotWaitedFor) {
  const Served served;
  HttpClient client(served.port());
  client.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
      "Expect: 100-continue\r\n\r\n");
  const HttpResponse response = client.Receive();
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.keep_alive);
}

TEST(HttpServerTest, HugeHeaderIsRefused) {
  const Served served;
  const HttpResponse response = Fetch(
      served.port(), "GET", "/a", "X: " + std::string(100000, 'x') + "\r\n");
  EXPECT_EQ(response.status, 431);
}

TEST(HttpServerTest, GarbageIsRefused) {
  const Served served;
  HttpClient client(served.port());
  client.Send("\x16\x03\x01 this is TLS\r\n\r\n");
  EXPECT_EQ(client.Receive().status, 400);
  EXPECT_TRUE(client.WaitClosed());
}

TEST(HttpServerTest, HalfAHeaderDoesNotKeepAConnection) {
  HttpLimits limits;
  limits.header_timeout = milliseconds(50);
  const Served served(limits);
  HttpClient client(served.port());
  client.Send("GET /a HTTP/1.1\r\n");
  EXPECT_TRUE(client.WaitClosed());
}

TEST(HttpServerTest, HalfABodyDoesNotKeepAConnection) {
  HttpLimits limits;
  limits.body_timeout = milliseconds(50);
  const Served served(limits);
  HttpClient client(served.port());
  client.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
  EXPECT_TRUE(client.WaitClosed());
}

TEST(HttpServerTest, FurtherClientsWaitForAFreePlace) {
  HttpLimits limits;
  limits.connections = 1;
  const Served served(limits);
  auto first = std::make_unique<HttpClient>(served.port());
  first->Send(kGet);
  ASSERT_EQ(first->Receive().status, 200);
  HttpClient second(served.port());
  second.Send(kGet);
  // Still served: the second one is not what the server looks at.
  first->Send(kGet);
  ASSERT_EQ(first->Receive().status, 200);
  first.reset();
  EXPECT_EQ(second.Receive().status, 200);
}

TEST(HttpServerTest, PortInUseIsNamed) {
  const Served served;
  asio::io_context io;
  const auto second =
      HttpServer::Listen(io, "127.0.0.1", served.port(), HttpLimits());
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status()));
  const std::string message(second.status().message());
  EXPECT_EQ(message.rfind("api_server_port_in_use: ", 0), 0u) << message;
  EXPECT_NE(message.find(std::to_string(served.port())), std::string::npos);
  EXPECT_NE(message.find("127.0.0.1"), std::string::npos);
}

TEST(HttpServerTest, AddressOfNobodyIsAConfigurationError) {
  asio::io_context io;
  // A documentation address: no machine has it.
  const auto server = HttpServer::Listen(io, "192.0.2.1", 0, HttpLimits());
  EXPECT_EQ(std::string(server.status().message())
                .rfind("api_server_bind_failed: ", 0),
            0u)
      << server.status();
}

// A machine without IPv6 must be told so; one with it must be served.
TEST(HttpServerTest, Ipv6WorksOrIsAnError) {
  asio::io_context io;
  const auto server = HttpServer::Listen(io, "::1", 0, HttpLimits());
  if (!server.ok()) {
    EXPECT_TRUE(absl::IsFailedPrecondition(server.status()));
    return;
  }
  EXPECT_EQ((*server)->host(), "::1");
  EXPECT_TRUE(HttpClient((*server)->port(), true).connected());
}

}  // namespace
}  // namespace hermes::gateway
