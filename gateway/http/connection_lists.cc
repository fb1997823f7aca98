#include "gateway/http/connection_lists.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace hermes::gateway::http {
namespace {

// What is new may be an honest client's: its request may be there already, or
// its reply be taken at once.
constexpr std::chrono::milliseconds kNew{100};

struct Row {
  const char* name;
  ConnectionList ConnectionLists::*list;
  // How long a connection has to be listed before it can be spared.
  std::chrono::milliseconds patience;
};
constexpr Row kRows[] = {
    {"idle", &ConnectionLists::idle, kNew},
    {"unkeyed", &ConnectionLists::unkeyed, kNew},
    // One that sends request after request is never listed for long elsewhere,
    // and would keep its place from clients that have had no reply at all.
    {"served", &ConnectionLists::served, std::chrono::milliseconds(0)},
    // A browser opens its event stream again, and without a login any process
    // of this machine may have as many as it likes.
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
