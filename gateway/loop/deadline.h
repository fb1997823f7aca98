#ifndef GATEWAY_LOOP_DEADLINE_H_
#define GATEWAY_LOOP_DEADLINE_H_

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace hermes::gateway {

// Something that happens unless it is put off in time. Putting it off costs a
// look at the clock: the timer below is left alone, and looks again when it
// fires. For one thread.
class Deadline {
 public:
  // `on_expiry` is called from the loop, never after this object has gone.
  Deadline(const boost::asio::any_io_executor& executor,
           std::function<void()> on_expiry);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline();

  // From now on, whatever was set before.
  void ExpireAfter(std::chrono::milliseconds time);
  void Disarm();

  // The callback has been called and nothing was set since.
  bool expired() const;

 private:
  struct State;
  static void Arm(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_DEADLINE_H_
