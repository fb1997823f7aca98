#include "gateway/http/exchange.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/connection.h"
#include "gateway/http/handler.h"
#include "tests/gateway/http/raw_client.h"
#include "tests/gateway/http/serving.h"
#include "tests/gateway/http/test_handler.h"

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;

// More bytes than the kernel buffers for a client that does not read.
constexpr size_t kHuge = 32 * 1024 * 1024;
constexpr int kReceiveBuffer = 256 * 1024;

// Requests for a stream, after which the connection closes.
constexpr char kGet[] =
    "GET /s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
constexpr char kOldGet[] = "GET /s HTTP/1.0\r\n\r\n";

std::string BodyOf(const std::string& reply) {
  const size_t end = reply.find("\r\n\r\n");
  return end == std::string::npos ? "" : reply.substr(end + 4);
}

// Serves each request with a test's function.
class Streaming {
 public:
  using Use = std::function<awaitable<void>(Exchange&)>;

  explicit Streaming(Use use, const Limits& limits = {})
      : use_(std::move(use)),
        handler_([this](Request /*request*/, Exchange& exchange) {
          return use_(exchange);
        }),
        serving_(io_, handler_, limits) {}

  uint16_t port() const { return serving_.port(); }
  Serving& serving() { return serving_; }

 private:
  asio::io_context io_{1};
  const Use use_;
  TestHandler handler_;
  Serving serving_;
};

Response StreamHead() { return {200, {{"Content-Type", "text/plain"}}, ""}; }

awaitable<void> StreamThreePieces(Exchange& exchange) {
  exchange.Begin(StreamHead());
  EXPECT_TRUE(exchange.begun());
  co_await exchange.Write("ab");
  co_await exchange.Write("");  // a chunk of no length would end the body
  co_await exchange.Write(std::string(17, 'c'));
}

TEST(ExchangeTest, SendsStreamInChunks) {
  Streaming streaming(StreamThreePieces);
  RawClient client(streaming.port());
  client.Send(kGet);
  EXPECT_EQ(BodyOf(client.ReadAll()),
            "2\r\nab\r\n11\r\nccccccccccccccccc\r\n0\r\n\r\n");
}

TEST(ExchangeTest, EndsStreamToHttp10ClientByClosing) {
  Streaming streaming(StreamThreePieces);
  RawClient client(streaming.port());
  client.Send(kOldGet);
  EXPECT_EQ(BodyOf(client.ReadAll()), "abccccccccccccccccc");
}

TEST(ExchangeTest, KeepsTheConnectionAfterAStream) {
  Streaming streaming(StreamThreePieces);
  RawClient client(streaming.port());
  client.Send("GET /s HTTP/1.1\r\nHost: x\r\n\r\n");
  client.Send(kGet);
  std::vector<HttpResponse> replies;
  ASSERT_TRUE(ParseReplies(client.ReadAll(), &replies));
  ASSERT_EQ(replies.size(), 2u);
  EXPECT_TRUE(replies[0].keep_alive);
  EXPECT_EQ(replies[1].body, "abccccccccccccccccc");
}

TEST(ExchangeTest, SendsNoBodyToHeadOfAStream) {
  Streaming streaming(StreamThreePieces);
  RawClient client(streaming.port());
  client.Send("HEAD /s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string reply = client.ReadAll();
  EXPECT_EQ(reply.rfind("HTTP/1.1 200 OK\r\n", 0), 0u);
  EXPECT_EQ(BodyOf(reply), "");
}

TEST(ExchangeTest, SendsEmptyBodyIfNothingWasWritten) {
  Streaming streaming([](Exchange& exchange) -> awaitable<void> {
    exchange.Begin(StreamHead());
    co_return;
  });
  RawClient client(streaming.port());
  client.Send(kGet);
  EXPECT_EQ(BodyOf(client.ReadAll()), "0\r\n\r\n");
}

TEST(ExchangeTest, WriteNowSendsTheHeadBeforeTheFirstWrite) {
  std::promise<void> seen;
  auto go_on = std::make_shared<asio::steady_timer*>(nullptr);
  Streaming streaming([&](Exchange& exchange) -> awaitable<void> {
    exchange.Begin(StreamHead());
    exchange.WriteNow("first");
    asio::steady_timer wait(co_await asio::this_coro::executor,
                            asio::steady_timer::time_point::max());
    *go_on = &wait;
    boost::system::error_code cancelled;
    co_await wait.async_wait(
        asio::redirect_error(asio::use_awaitable, cancelled));
    co_await exchange.Write("second");
    exchange.WriteNow("third");
  });
  RawClient client(streaming.port());
  client.Send(kGet);
  const std::string begin = client.ReadUntil("5\r\nfirst\r\n");
  EXPECT_EQ(begin.rfind("HTTP/1.1 200 OK\r\n", 0), 0u) << begin;
  streaming.serving().OnLoop([&] { (*go_on)->cancel(); });
  EXPECT_EQ(BodyOf(client.ReadAll()),
            "5\r\nfirst\r\n6\r\nsecond\r\n5\r\nthird\r\n0\r\n\r\n");
}

TEST(ExchangeTest, WriteNowDropsThePieceDuringAWrite) {
  Exchange* within = nullptr;
  Streaming streaming([&](Exchange& exchange) -> awaitable<void> {
    exchange.Begin(StreamHead());
    within = &exchange;
    const std::string huge(kHuge, 'h');
    co_await exchange.Write(huge);
    within = nullptr;
  });
  RawClient client(streaming.port(), kReceiveBuffer);
  client.Send(kOldGet);
  bool tried = false;
  while (!tried) {
    streaming.serving().OnLoop([&] {
      if (within == nullptr) return;
      within->WriteNow("x");
      tried = true;
    });
  }
  const std::string body = BodyOf(client.ReadAll());
  EXPECT_EQ(body.size(), kHuge);
  EXPECT_EQ(body.find('x'), std::string::npos);
}

TEST(ExchangeTest, WriteSendsWhatWriteNowCouldNotSend) {
  Streaming streaming([](Exchange& exchange) -> awaitable<void> {
    exchange.Begin(StreamHead());
    exchange.WriteNow(std::string(kHuge, 'h'));
    exchange.WriteNow("dropped");
    co_await exchange.Write("end");
  });
  RawClient client(streaming.port(), kReceiveBuffer);
  client.Send(kGet);
  std::vector<HttpResponse> replies;
  ASSERT_TRUE(ParseReplies(client.ReadAll(), &replies));
  ASSERT_EQ(replies.size(), 1u);
  EXPECT_EQ(replies[0].body.size(), kHuge + 3);
  EXPECT_EQ(replies[0].body.substr(kHuge - 1), "hend");
}

// Checks that WatchClient() reports exactly once that the client has gone.
class GoneTest : public testing::Test {
 protected:
  // Waits until the client has gone, then sets `gone_` to the number of
  // notifications.
  awaitable<void> AwaitGone(Exchange& exchange) {
    asio::steady_timer wait(co_await asio::this_coro::executor,
                            asio::steady_timer::time_point::max());
    exchange.WatchClient([&] {
      ++told_;
      wait.cancel();
    });
    watching_.set_value();
    boost::system::error_code cancelled;
    while (!exchange.gone()) {
      co_await wait.async_wait(
          asio::redirect_error(asio::use_awaitable, cancelled));
    }
    gone_.set_value(told_);
  }

  int told_ = 0;
  std::promise<void> watching_;
  std::promise<int> gone_;
};

TEST_F(GoneTest, ReportsClientThatClosesTheConnection) {
  Streaming streaming([this](Exchange& e) { return AwaitGone(e); });
  RawClient client(streaming.port());
  client.Send(kGet);
  watching_.get_future().wait();
  client.Close();
  EXPECT_EQ(gone_.get_future().get(), 1);
}

TEST_F(GoneTest, ReportsClientThatClosesItsSendingSide) {
  Streaming streaming([this](Exchange& e) { return AwaitGone(e); });
  RawClient client(streaming.port());
  client.Send(kGet);
  client.EndSending();
  EXPECT_EQ(gone_.get_future().get(), 1);
}

TEST_F(GoneTest, ReportsClientThatResetsTheConnection) {
  Streaming streaming([this](Exchange& e) { return AwaitGone(e); });
  RawClient client(streaming.port());
  client.Send(kGet);
  watching_.get_future().wait();
  client.Reset();
  EXPECT_EQ(gone_.get_future().get(), 1);
}

// A handler that waits for something else learns of the close only through the
// watch.
TEST_F(GoneTest, ReportsConnectionThatTheServerCloses) {
  Streaming streaming([this](Exchange& e) { return AwaitGone(e); });
  RawClient client(streaming.port());
  client.Send(kGet);
  watching_.get_future().wait();
  std::promise<void> empty;
  streaming.serving().OnLoop([&] {
    streaming.serving().server().CloseAll([&] { empty.set_value(); });
  });
  EXPECT_EQ(gone_.get_future().get(), 1);
  empty.get_future().wait();
}

// Between two pieces the client has nothing to receive, so its connection is
// only in the list of streams.
TEST_F(GoneTest, ClosesStreamWithoutAKeyForANewClient) {
  Limits limits;
  limits.connections = 1;
  bool is_first = true;
  Streaming streaming(
      [&](Exchange& exchange) -> awaitable<void> {
        if (!std::exchange(is_first, false)) {
          Response reply;
          reply.body = "new";
          co_await exchange.Send(std::move(reply));
          co_return;
        }
        exchange.Begin(StreamHead());
        co_await exchange.Write("a");
        co_await AwaitGone(exchange);
      },
      limits);
  RawClient first(streaming.port());
  first.Send(kGet);
  watching_.get_future().wait();
  RawClient second(streaming.port());
  second.Send(kGet);
  ASSERT_EQ(gone_.get_future().wait_for(std::chrono::seconds(10)),
            std::future_status::ready);
  EXPECT_EQ(BodyOf(second.ReadAll()), "new");
}

TEST(ExchangeTest, DoesNotTakeTheNextRequestForADisconnect) {
  Exchange* within = nullptr;
  asio::steady_timer* waiting = nullptr;
  Streaming streaming([&](Exchange& exchange) -> awaitable<void> {
    int told = 0;
    exchange.WatchClient([&told] { ++told; });
    asio::steady_timer wait(co_await asio::this_coro::executor,
                            asio::steady_timer::time_point::max());
    waiting = &wait;
    within = &exchange;
    boost::system::error_code cancelled;
    co_await wait.async_wait(
        asio::redirect_error(asio::use_awaitable, cancelled));
    Response reply;
    reply.body = std::to_string(told);
    co_await exchange.Send(std::move(reply));
  });
  RawClient client(streaming.port());
  client.Send("GET /s HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto release = [&] {
    for (bool released = false; !released;) {
      streaming.serving().OnLoop([&] {
        if (waiting == nullptr) return;
        waiting->cancel();
        waiting = nullptr;
        released = true;
      });
    }
  };
  for (bool serving = false; !serving;) {
    streaming.serving().OnLoop([&] { serving = within != nullptr; });
  }
  client.Send(kGet);
  release();
  release();
  std::vector<HttpResponse> replies;
  ASSERT_TRUE(ParseReplies(client.ReadAll(), &replies));
  ASSERT_EQ(replies.size(), 2u);
  EXPECT_EQ(replies[0].body, "0");
}

TEST(ExchangeTest, DoesNotNotifyARemovedWatch) {
  std::promise<void> watching;
  std::promise<int> told_at_end;
  Streaming streaming([&](Exchange& exchange) -> awaitable<void> {
    int told = 0;
    exchange.WatchClient([&told] { ++told; });
    exchange.WatchClient(nullptr);
    watching.set_value();
    const auto executor = co_await asio::this_coro::executor;
    while (!exchange.gone()) {
      asio::steady_timer soon(executor, milliseconds(1));
      co_await soon.async_wait(asio::use_awaitable);
    }
    told_at_end.set_value(told);
  });
  RawClient client(streaming.port());
  client.Send(kGet);
  watching.get_future().wait();
  client.Close();
  EXPECT_EQ(told_at_end.get_future().get(), 0);
}

// A second watch of a client that has disconnected meanwhile must be notified.
TEST(ExchangeTest, NotifiesALateWatchAtOnce) {
  std::promise<void> watching;
  std::promise<int> told_later;
  Streaming streaming([&](Exchange& exchange) -> awaitable<void> {
    exchange.WatchClient([] {});
    exchange.WatchClient(nullptr);
    watching.set_value();
    const auto executor = co_await asio::this_coro::executor;
    while (!exchange.gone()) {
      asio::steady_timer soon(executor, milliseconds(1));
      co_await soon.async_wait(asio::use_awaitable);
    }
    int told = 0;
    exchange.WatchClient([&told] { ++told; });
    told_later.set_value(told);
  });
  RawClient client(streaming.port());
  client.Send(kGet);
  watching.get_future().wait();
  client.Close();
  EXPECT_EQ(told_later.get_future().get(), 1);
}

TEST(ExchangeTest, DisconnectsAReaderThatIsTooSlow) {
  Limits limits;
  limits.write_timeout = milliseconds(100);
  std::promise<int> pieces;
  int told = 0;
  Streaming streaming(
      [&](Exchange& exchange) -> awaitable<void> {
        exchange.Begin(StreamHead());
        exchange.WatchClient([&told] { ++told; });
        const std::string piece(1024 * 1024, 'p');
        int written = 0;
        while (!exchange.gone()) {
          co_await exchange.Write(piece);
          ++written;
        }
        pieces.set_value(written);
      },
      limits);
  RawClient client(streaming.port(), kReceiveBuffer);
  client.Send(kGet);
  // The sender was slowed down before: the kernel's buffers have room for fewer
  // pieces than this.
  EXPECT_LT(pieces.get_future().get(), 64);
  streaming.serving().OnLoop([&] { EXPECT_EQ(told, 1); });
}

TEST(ExchangeTest, SlowsTheSenderDownForASlowReader) {
  constexpr int kPieces = 64;
  int written = 0;
  Streaming streaming([&](Exchange& exchange) -> awaitable<void> {
    exchange.Begin(StreamHead());
    const std::string piece(1024 * 1024, 'p');
    for (; written < kPieces; ++written) co_await exchange.Write(piece);
  });
  RawClient client(streaming.port(), kReceiveBuffer);
  client.Send(kOldGet);
  client.ReadUntil("\r\n\r\n");
  for (int turn = 0; turn < 1000; ++turn) {
    streaming.serving().OnLoop([&] { EXPECT_LT(written, kPieces); });
  }
  EXPECT_EQ(BodyOf(client.ReadAll()).size(), size_t{kPieces} * 1024 * 1024);
}

}  // namespace
}  // namespace hermes::gateway::http
