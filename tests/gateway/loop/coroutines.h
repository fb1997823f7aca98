#ifndef TESTS_GATEWAY_LOOP_COROUTINES_H_
#define TESTS_GATEWAY_LOOP_COROUTINES_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>

namespace hermes::gateway {

// Runs coroutines in the test's thread; other threads may post to the loop.
class Coroutines {
 public:
  explicit Coroutines(boost::asio::io_context& io);

  void Start(boost::asio::awaitable<void> coroutine);
  // Runs what can run without waiting.
  void RunSome();
  // Runs until `condition` holds, at most 30 s. Returns the last result of
  // `condition`.
  bool RunUntil(const std::function<bool()>& condition);
  // Runs until all started coroutines have ended.
  bool RunToEnd();

 private:
  boost::asio::io_context& io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_;
  int running_ = 0;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_LOOP_COROUTINES_H_
