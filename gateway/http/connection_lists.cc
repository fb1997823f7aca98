#include "gateway/http/connection_lists.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace hermes::gateway::http {
namespace {

// How long a connection counts as new. MakeRoom() closes others first, because
// a new connection may belong to a well-behaved client: the server may not have
// read its request yet, or the client may be about to read its reply.
constexpr std::chrono::milliseconds kNew{100};

struct Row {
  const char* name;
  ConnectionList ConnectionLists::*list;
  // How long a connection must be in the list before it may be closed.
  std::chrono::milliseconds patience;
};
constexpr Row kRows[] = {
    {"idle", &ConnectionLists::idle, kNew},
    {"unkeyed", &ConnectionLists::unkeyed, kNew},
    // A client that sends request after request is never in another list for
    // long. Without this row it would exclude clients that have not received
    // any reply.
    {"served", &ConnectionLists::served, std::chrono::milliseconds(0)},
    // A browser reopens its event stream after the server has closed it. If the
    // dashboard has no login, any process of this machine can open any number
    // of streams.
    {"streaming", &ConnectionLists::streaming, std::chrono::milliseconds(0)},
    {"new-idle", &ConnectionLists::idle, std::chrono::milliseconds(0)},
    {"new-unkeyed", &ConnectionLists::unkeyed, std::chrono::milliseconds(0)},
    {"stalled", &ConnectionLists::keyed, std::chrono::seconds(2)},
};

}  // namespace

bool ConnectionLists::MakeRoom(Clock::time_point now) {
  return std::any_of(std::begin(kRows), std::end(kRows), [&](const Row& row) {
    return (this->*row.list).CloseOldest(now - row.patience);
  });
}

}  // namespace hermes::gateway::http
