// Limits the work that clients which always send cause in one pass of the loop
// over its ready handlers: any other handler waits that long for them.
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/connection.h"
#include "gateway/http/connection_lists.h"
#include "gateway/http/fair_queue.h"
#include "gateway/http/handler.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;

constexpr int kClients = FairQueue::kFewMembers + 22;
constexpr int kPassesUntilAllHaveBegun = 20;
constexpr int kPasses = 200;
// The maximum that one step reads.
constexpr int kStepBytes = 4096;

// The server's loop, with clients that have sent more than the server reads in
// this test.
class Flood {
 public:
  // Each client sends `start`, and then `endless` again and again.
  Flood(const std::string& start, const std::string& endless, bool keyed) {
    handler_.keyed = keyed;
    for (int i = 0; i < kClients; ++i) Add(start, endless);
  }
  ~Flood() {
    lists_.all.CloseAll();
    io_.run();
  }

  // Runs the handlers that are ready now once.
  void Pass() {
    bool over = false;
    asio::post(io_, [&] { over = true; });
    while (!over) io_.run_one();
  }

  int served() const { return handler_.served; }

  // Returns how many bytes the server has not read yet.
  int Unread() const {
    int sum = 0;
    for (const UniqueFd& side : server_sides_) {
      int bytes = 0;
      EXPECT_EQ(ioctl(side.get(), FIONREAD, &bytes), 0);
      sum += bytes;
    }
    return sum;
  }

 private:
  class Counting : public Handler {
   public:
    Admission Admit(const Request& /*head*/) override {
      Admission admission;
      admission.keyed = keyed;
      return admission;
    }
    asio::awaitable<void> Serve(Request /*request*/,
                                Exchange& exchange) override {
      ++served;
      Response reply;
      reply.body = "1";
      co_await exchange.Send(std::move(reply));
    }
    Response ProtocolError(int status, const Request& /*head*/) override {
      return {status, {}, ""};
    }
    bool keyed = false;
    int served = 0;
  };

  void Add(const std::string& start, const std::string& endless) {
    int fds[2];
    ASSERT_EQ(
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds),
        0);
    clients_.emplace_back(fds[1]);
    server_sides_.emplace_back(dup(fds[0]));
    const int fd = fds[1];
    ASSERT_GT(send(fd, start.data(), start.size(), MSG_NOSIGNAL), 0);
    std::string piece;
    while (piece.size() < 4096) piece += endless;
    while (send(fd, piece.data(), piece.size(), MSG_NOSIGNAL) > 0) {
    }
    asio::ip::tcp::socket server(io_);
    server.assign(asio::ip::tcp::v4(), fds[0]);
    asio::co_spawn(
        io_, ServeConnection(std::move(server), limits_, handler_, lists_),
        asio::detached);
  }

  const Limits limits_;
  asio::io_context io_{1};
  Counting handler_;
  ConnectionLists lists_;
  std::vector<UniqueFd> clients_;
  std::vector<UniqueFd> server_sides_;
};

constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(FairnessTest, LimitsRequestsWithoutAKeyInAPass) {
  Flood flood(kGet, kGet, false);
  for (int i = 0; i < kPassesUntilAllHaveBegun; ++i) flood.Pass();
  ASSERT_GE(flood.served(), kClients);
  for (int i = 0; i < kPasses; ++i) {
    const int before = flood.served();
    flood.Pass();
    ASSERT_LE(flood.served() - before, FairQueue::kStepsPerPass);
  }
}

TEST(FairnessTest, DoesNotLimitRequestsWithAKey) {
  Flood flood(kGet, kGet, true);
  for (int i = 0; i < kPassesUntilAllHaveBegun; ++i) flood.Pass();
  EXPECT_GT(flood.served(), kClients * 5);
}

struct EndlessCase {
  const char* name;
  const char* start;
  const char* endless;
};

class EndlessTest : public testing::TestWithParam<EndlessCase> {};

TEST_P(EndlessTest, LimitsBytesWithoutAKeyInAPass) {
  Flood flood(GetParam().start, GetParam().endless, false);
  for (int i = 0; i < kPassesUntilAllHaveBegun; ++i) flood.Pass();
  int most = 0;
  int all = 0;
  for (int i = 0; i < kPasses; ++i) {
    const int before = flood.Unread();
    flood.Pass();
    most = std::max(most, before - flood.Unread());
    all += before - flood.Unread();
  }
  EXPECT_GT(all, 0);
  EXPECT_LE(most, FairQueue::kStepsPerPass * kStepBytes);
}

INSTANTIATE_TEST_SUITE_P(
    Table, EndlessTest,
    testing::Values(
        EndlessCase{"BodyThatIsNotWanted",
                    "POST /a HTTP/1.1\r\nHost: x\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n",
                    "1\r\nx\r\n"},
        EndlessCase{"BytesBehindTheLastReply",
                    "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                    "xxxxxxxx"},
        EndlessCase{"Nonsense", "\x16\x03\x01", "\x16\x03\x01"}),
    [](const testing::TestParamInfo<EndlessCase>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway::http
