#ifndef GATEWAY_SESSION_HISTORY_WINDOW_H_
#define GATEWAY_SESSION_HISTORY_WINDOW_H_

#include <cstdint>
#include <vector>

#include "gateway/config/model_settings.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// What a message takes of HistoryLimits. An image counts with the bytes of its
// URL too; nothing is free, so that a window is bounded in messages as well.
struct MessageSize {
  int64_t tokens = 0;
  int64_t bytes = 0;

  friend bool operator==(const MessageSize&, const MessageSize&) = default;
};
MessageSize SizeOf(const ChatMessage& message);

// Chooses the newest messages of a conversation that fit the limits, without
// looking at more of them than that:
//   while (there is an older message && window.Admit(its size))
//     window.Add(it);
//   history = window.Take();
class HistoryWindow {
 public:
  explicit HistoryWindow(const HistoryLimits& limits) : limits_(limits) {}

  // Whether the next older message has room too. After one that has not, ask
  // no more: a history has no holes.
  bool Admit(const MessageSize& size);

  // Takes the message that was just admitted.
  void Add(ChatMessage message);

  // Oldest first. Begins at a user's message: an answer whose question is not
  // there any more is left out.
  std::vector<ChatMessage> Take();

 private:
  HistoryLimits limits_;
  MessageSize used_;
  std::vector<ChatMessage> newest_first_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_HISTORY_WINDOW_H_
