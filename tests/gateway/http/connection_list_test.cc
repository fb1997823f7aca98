#include "gateway/http/connection_list.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes::gateway::http {
namespace {

TEST(ConnectionListTest, ReturnsFalseIfEmpty) {
  ConnectionList list;
  EXPECT_FALSE(list.CloseOldest());
  list.CloseAll();
}

TEST(ConnectionListTest, ClosesTheOldestFirst) {
  ConnectionList list;
  std::string closed;
  const ConnectionList::Place a(list, [&] { closed += "a"; });
  const ConnectionList::Place b(list, [&] { closed += "b"; });
  EXPECT_TRUE(list.CloseOldest());
  EXPECT_TRUE(list.CloseOldest());
  EXPECT_EQ(closed, "ab");
}

// A closed connection exists for a moment until its coroutine has ended.
TEST(ConnectionListTest, ClosesTheNextWhileAClosedOneStillExists) {
  ConnectionList list;
  std::string closed;
  std::optional<ConnectionList::Place> a(std::in_place, list,
                                         [&] { closed += "a"; });
  const ConnectionList::Place b(list, [&] { closed += "b"; });
  list.CloseOldest();
  a.reset();
  list.CloseOldest();
  EXPECT_EQ(closed, "ab");
}

TEST(ConnectionListTest, DoesNotCloseAConnectionThatHasEnded) {
  ConnectionList list;
  std::string closed;
  {
    const ConnectionList::Place a(list, [&] { closed += "a"; });
  }
  const ConnectionList::Place b(list, [&] { closed += "b"; });
  list.CloseAll();
  EXPECT_EQ(closed, "b");
}

}  // namespace
}  // namespace hermes::gateway::http
