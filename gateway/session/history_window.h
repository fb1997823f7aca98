#ifndef GATEWAY_SESSION_HISTORY_WINDOW_H_
#define GATEWAY_SESSION_HISTORY_WINDOW_H_

#include <cstdint>
#include <vector>

#include "gateway/config/model_settings.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// How much of HistoryLimits a message uses. The bytes of an image include its
// URL. Every message counts as at least one token, so that the number of
// messages in a window is bounded too.
struct MessageSize {
  int64_t tokens = 0;
  int64_t bytes = 0;

  friend bool operator==(const MessageSize&, const MessageSize&) = default;
};
MessageSize SizeOf(const ChatMessage& message);

// Selects the newest messages of a conversation that fit the limits, without
// reading older ones:
//   while (there is an older message && window.Admit(its size))
//     window.Add(it);
//   history = window.Take();
class HistoryWindow {
 public:
  explicit HistoryWindow(const HistoryLimits& limits) : limits_(limits) {}

  // Returns true if the next older message fits too. Do not call this again
  // after it has returned false: a history must not have gaps.
  bool Admit(const MessageSize& size);

  // Adds the message that was just admitted.
  void Add(ChatMessage message);

  // Returns the selected messages, oldest first. They start with a user's
  // message: an answer whose question did not fit is left out.
  std::vector<ChatMessage> Take();

 private:
  HistoryLimits limits_;
  MessageSize used_;
  std::vector<ChatMessage> newest_first_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_HISTORY_WINDOW_H_
