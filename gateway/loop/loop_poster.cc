#include "gateway/loop/loop_poster.h"

#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace hermes::gateway {

// A service of an io_context, which shuts it down before it is destroyed.
class LoopPosterService : public boost::asio::execution_context::service {
 public:
  using key_type = LoopPosterService;
  static boost::asio::execution_context::id id;

  explicit LoopPosterService(boost::asio::execution_context& context)
      : service(context),
        poster_(
            new LoopPoster(static_cast<boost::asio::io_context&>(context))) {}

  const std::shared_ptr<LoopPoster>& poster() const { return poster_; }

 private:
  void shutdown() override { poster_->Close(); }

  std::shared_ptr<LoopPoster> poster_;
};

boost::asio::execution_context::id LoopPosterService::id;

std::shared_ptr<LoopPoster> LoopPoster::Of(boost::asio::io_context& io) {
  return boost::asio::use_service<LoopPosterService>(io).poster();
}

void LoopPoster::Post(std::function<void()> task) {
  // Under the mutex, so that the io_context is not destroyed meanwhile.
  const std::lock_guard<std::mutex> lock(mutex_);
  if (io_ != nullptr) boost::asio::post(*io_, std::move(task));
}

void LoopPoster::Close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  io_ = nullptr;
}

}  // namespace hermes::gateway
