#include "gateway/turn/output_tail.h"

namespace hermes::gateway {

void OutputTail::Append(std::string_view bytes) {
  tail_.append(bytes);
  if (tail_.size() <= most_) return;
  tail_.erase(0, tail_.size() - most_);
  lost_ = true;
}

std::string OutputTail::Text() const {
  if (!lost_) return tail_;
  const size_t line_break = tail_.find('\n');
  return line_break == std::string::npos ? "" : tail_.substr(line_break + 1);
}

}  // namespace hermes::gateway
