#ifndef GATEWAY_LOOP_LOOP_POSTER_H_
#define GATEWAY_LOOP_LOOP_POSTER_H_

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <mutex>

namespace hermes::gateway {

// Posts tasks from other threads to an io_context that they may outlive.
class LoopPoster {
 public:
  // Returns the poster of `io`. It may outlive `io`.
  static std::shared_ptr<LoopPoster> Of(boost::asio::io_context& io);

  // Has the io_context call `task`. If the io_context is destroyed first, or
  // already has been, `task` is destroyed instead, possibly in this thread.
  // Callable from any thread.
  void Post(std::function<void()> task);

 private:
  friend class LoopPosterService;
  explicit LoopPoster(boost::asio::io_context& io) : io_(&io) {}
  // After it has returned, no thread uses the io_context any more.
  void Close();

  std::mutex mutex_;
  boost::asio::io_context* io_;  // null after its destruction
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_LOOP_POSTER_H_
