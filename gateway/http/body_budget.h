#ifndef GATEWAY_HTTP_BODY_BUDGET_H_
#define GATEWAY_HTTP_BODY_BUDGET_H_

#include <algorithm>
#include <cstdint>
#include <memory>

namespace hermes::gateway::http {

// Limits the memory of all request bodies of one server. A body is counted
// before its bytes are read, for as long as its request is kept. Not
// thread-safe.
class BodyBudget {
 public:
  // Bodies up to this size are not counted: the number of connections bounds
  // them.
  static constexpr uint64_t kFreeBytes = uint64_t{64} * 1024;

  // The part of the budget that one body uses. May outlive the budget.
  class Share {
   public:
    explicit Share(std::shared_ptr<uint64_t> used) : used_(std::move(used)) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { *used_ -= own_; }

    // Counts the body as having `bytes` bytes, unless it is already counted as
    // larger. Returns false, and changes nothing, if all bodies together would
    // then exceed `capacity`.
    bool Grow(uint64_t bytes, uint64_t capacity) {
      if (bytes <= std::max(own_, kFreeBytes)) return true;
      if (*used_ - own_ + bytes > capacity) return false;
      *used_ += bytes - own_;
      own_ = bytes;
      return true;
    }

   private:
    std::shared_ptr<uint64_t> used_;
    uint64_t own_ = 0;
  };

  std::shared_ptr<Share> NewShare() const {
    return std::make_shared<Share>(used_);
  }
  uint64_t used() const { return *used_; }

 private:
  std::shared_ptr<uint64_t> used_ = std::make_shared<uint64_t>(0);
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_BODY_BUDGET_H_
