#ifndef GATEWAY_LOOP_DEADLINE_H_
#define GATEWAY_LOOP_DEADLINE_H_

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace hermes::gateway {

// A timeout that can be extended cheaply: extending it only reads the clock.
// The underlying timer is left as it is and checks again when it fires. Use
// from one thread only.
class Deadline {
 public:
  // `on_expiry` is called from the loop, never after this object is destroyed.
  Deadline(const boost::asio::any_io_executor& executor,
           std::function<void()> on_expiry);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline();

  // Sets the timeout to `time` from now, replacing an earlier one.
  void ExpireAfter(std::chrono::milliseconds time);
  void Disarm();

  // Returns true if the callback was called and no timeout was set since.
  bool expired() const;

 private:
  struct State;
  static void Arm(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_DEADLINE_H_
