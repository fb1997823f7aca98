#include "gateway/http/connection_lists.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

namespace hermes::gateway::http {
namespace {

using Clock = ConnectionLists::Clock;
using Place = ConnectionList::Place;

constexpr std::chrono::milliseconds kOld{500};

// Has one connection in each of three lists and records which were closed.
struct Lists {
  ConnectionLists lists;
  std::string closed;
  std::optional<Place> keyed{std::in_place, lists.keyed,
                             [this] { closed += "keyed "; }};
  std::optional<Place> unkeyed{std::in_place, lists.unkeyed,
                               [this] { closed += "unkeyed "; }};
  std::optional<Place> idle{std::in_place, lists.idle,
                            [this] { closed += "idle "; }};
};

TEST(MakeRoomTest, ClosesOldIdleConnectionFirst) {
  Lists lists;
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now() + kOld));
  EXPECT_EQ(lists.closed, "idle ");
}

TEST(MakeRoomTest, ClosesOldReplyWithoutAKeySecond) {
  Lists lists;
  lists.idle.reset();
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now() + kOld));
  EXPECT_EQ(lists.closed, "unkeyed ");
}

// A well-behaved client that has just connected is not closed while there are
// old connections whose clients do not read.
TEST(MakeRoomTest, KeepsNewConnectionWhileOldOnesExist) {
  Lists lists;
  lists.idle.reset();
  const Clock::time_point later = Clock::now() + kOld;
  while (Clock::now() < later) {
  }
  lists.idle.emplace(lists.lists.idle, [&] { lists.closed += "idle "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "unkeyed ");
}

// A client that sends request after request is always new in the other lists.
TEST(MakeRoomTest, ClosesServedClientBeforeNewConnection) {
  Lists lists;
  const Place served(lists.lists.served, [&] { lists.closed += "served "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "served ");
}

// A stream may never end. If streams were kept, new clients would displace each
// other.
TEST(MakeRoomTest, ClosesStreamWithoutAKeyBeforeNewConnection) {
  Lists lists;
  const Place stream(lists.lists.streaming,
                     [&] { lists.closed += "streaming "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "streaming ");
}

TEST(MakeRoomTest, ClosesServedClientBeforeStream) {
  Lists lists;
  const Place stream(lists.lists.streaming,
                     [&] { lists.closed += "streaming "; });
  const Place served(lists.lists.served, [&] { lists.closed += "served "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "served ");
}

TEST(MakeRoomTest, ClosesNewIdleConnectionAfterStreams) {
  Lists lists;
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "idle ");
}

TEST(MakeRoomTest, ClosesNewReplyWithoutAKeyAfterIdleConnection) {
  Lists lists;
  lists.idle.reset();
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "unkeyed ");
}

TEST(MakeRoomTest, DoesNotCloseAConnectionTwice) {
  Lists lists;
  lists.unkeyed.reset();
  lists.keyed.reset();
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_FALSE(lists.lists.MakeRoom(Clock::now()));
  lists.idle.reset();
  EXPECT_EQ(lists.closed, "idle ");
}

TEST(MakeRoomTest, KeepsReplyWithAKeyThatMakesProgress) {
  Lists lists;
  lists.idle.reset();
  lists.unkeyed.reset();
  const Clock::time_point now = Clock::now();
  EXPECT_FALSE(lists.lists.MakeRoom(now + std::chrono::milliseconds(1900)));
  EXPECT_EQ(lists.closed, "");
}

TEST(MakeRoomTest, ClosesStalledReplyWithAKeyLast) {
  Lists lists;
  lists.idle.reset();
  lists.unkeyed.reset();
  EXPECT_TRUE(
      lists.lists.MakeRoom(Clock::now() + std::chrono::milliseconds(2000)));
  EXPECT_EQ(lists.closed, "keyed ");
}

TEST(MakeRoomTest, KeepsConnectionsThatAreInNoSuchList) {
  ConnectionLists lists;
  std::string closed;
  const Place all(lists.all, [&] { closed += "all "; });
  const Place reading(lists.reading, [&] { closed += "reading "; });
  EXPECT_FALSE(lists.MakeRoom(Clock::now() + std::chrono::hours(1)));
  EXPECT_EQ(closed, "");
}

}  // namespace
}  // namespace hermes::gateway::http
