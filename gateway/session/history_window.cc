#include "gateway/session/history_window.h"

#include <algorithm>
#include <utility>

namespace hermes::gateway {
namespace {

constexpr int64_t kBytesPerToken = 4;
constexpr int64_t kTokensPerImage = 1000;

}  // namespace

MessageSize SizeOf(const ChatMessage& message) {
  MessageSize size;
  int64_t text_bytes = 0;
  for (const ContentPart& part : message.parts) {
    const auto bytes = static_cast<int64_t>(part.value.size());
    size.bytes += bytes;
    if (part.kind == ContentPart::Kind::kImage) {
      size.tokens += kTokensPerImage;
    } else {
      text_bytes += bytes;
    }
  }
  size.tokens += (text_bytes + kBytesPerToken - 1) / kBytesPerToken;
  size.tokens = std::max<int64_t>(size.tokens, 1);
  return size;
}

bool HistoryWindow::Admit(const MessageSize& size) {
  used_.tokens += size.tokens;
  used_.bytes += size.bytes;
  return used_.tokens <= limits_.tokens &&
         static_cast<uint64_t>(used_.bytes) <= limits_.bytes;
}

void HistoryWindow::Add(ChatMessage message) {
  newest_first_.push_back(std::move(message));
}

std::vector<ChatMessage> HistoryWindow::Take() {
  while (!newest_first_.empty() && newest_first_.back().role != Role::kUser) {
    newest_first_.pop_back();
  }
  std::reverse(newest_first_.begin(), newest_first_.end());
  return std::move(newest_first_);
}

}  // namespace hermes::gateway
