#ifndef GATEWAY_LOOP_LOOP_POSTER_H_
#define GATEWAY_LOOP_LOOP_POSTER_H_

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <mutex>

namespace hermes::gateway {

// A way from other threads to an io_context that they may outlive.
class LoopPoster {
 public:
  // The one of `io`. It may be kept for longer than `io` lives.
  static std::shared_ptr<LoopPoster> Of(boost::asio::io_context& io);

  // Has the io_context call `task`, unless it is gone or goes before that:
  // `task` is then destroyed, maybe in this thread. Callable from any thread.
  void Post(std::function<void()> task);

 private:
  friend class LoopPosterService;
  explicit LoopPoster(boost::asio::io_context& io) : io_(&io) {}
  // Once it has returned nobody touches the io_context any more.
  void Close();

  std::mutex mutex_;
  boost::asio::io_context* io_;  // null once it is gone
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_LOOP_POSTER_H_
