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

// One connection in each list that makes room, and what was closed.
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

TEST(MakeRoomTest, IdleConnectionIsClosedFirst) {
  Lists lists;
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now() + kOld));
  EXPECT_EQ(lists.closed, "idle ");
}

TEST(MakeRoomTest, ReplyWithoutAKeyIsClosedNext) {
  Lists lists;
  lists.idle.reset();
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now() + kOld));
  EXPECT_EQ(lists.closed, "unkeyed ");
}

// An honest client that has just come is not closed as long as there are old
// ones that do not read.
TEST(MakeRoomTest, NewConnectionIsKeptWhileThereAreOldOnes) {
  Lists lists;
  lists.idle.reset();
  const Clock::time_point later = Clock::now() + kOld;
  while (Clock::now() < later) {
  }
  lists.idle.emplace(lists.lists.idle, [&] { lists.closed += "idle "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "unkeyed ");
}

// A client that sends one request after the other is always new in the other
// lists.
TEST(MakeRoomTest, ClientThatWasServedIsClosedBeforeANewOne) {
  Lists lists;
  const Place served(lists.lists.served, [&] { lists.closed += "served "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "served ");
}

// Streams never end, and would leave new clients to take each other's place.
TEST(MakeRoomTest, StreamWithoutAKeyIsClosedBeforeANewConnection) {
  Lists lists;
  const Place stream(lists.lists.streaming,
                     [&] { lists.closed += "streaming "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "streaming ");
}

TEST(MakeRoomTest, ClientThatWasServedIsClosedBeforeAStream) {
  Lists lists;
  const Place stream(lists.lists.streaming,
                     [&] { lists.closed += "streaming "; });
  const Place served(lists.lists.served, [&] { lists.closed += "served "; });
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "served ");
}

TEST(MakeRoomTest, NewIdleConnectionIsClosedThen) {
  Lists lists;
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "idle ");
}

TEST(MakeRoomTest, NewReplyWithoutAKeyIsClosedThen) {
  Lists lists;
  lists.idle.reset();
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_EQ(lists.closed, "unkeyed ");
}

TEST(MakeRoomTest, ClosedConnectionIsNotClosedAgain) {
  Lists lists;
  lists.unkeyed.reset();
  lists.keyed.reset();
  EXPECT_TRUE(lists.lists.MakeRoom(Clock::now()));
  EXPECT_FALSE(lists.lists.MakeRoom(Clock::now()));
  lists.idle.reset();
  EXPECT_EQ(lists.closed, "idle ");
}

TEST(MakeRoomTest, ReplyThatMakesProgressIsKept) {
  Lists lists;
  lists.idle.reset();
  lists.unkeyed.reset();
  const Clock::time_point now = Clock::now();
  EXPECT_FALSE(lists.lists.MakeRoom(now + std::chrono::milliseconds(1900)));
  EXPECT_EQ(lists.closed, "");
}

TEST(MakeRoomTest, ReplyThatIsNotTakenIsClosedLast) {
  Lists lists;
  lists.idle.reset();
  lists.unkeyed.reset();
  EXPECT_TRUE(
      lists.lists.MakeRoom(Clock::now() + std::chrono::milliseconds(2000)));
  EXPECT_EQ(lists.closed, "keyed ");
}

TEST(MakeRoomTest, OthersAreKept) {
  ConnectionLists lists;
  std::string closed;
  const Place all(lists.all, [&] { closed += "all "; });
  const Place reading(lists.reading, [&] { closed += "reading "; });
  EXPECT_FALSE(lists.MakeRoom(Clock::now() + std::chrono::hours(1)));
  EXPECT_EQ(closed, "");
}

}  // namespace
}  // namespace hermes::gateway::http
