#ifndef GATEWAY_TURN_SOUL_READER_H_
#define GATEWAY_TURN_SOUL_READER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/loop/look_up.h"
#include "gateway/loop/worker.h"

namespace hermes::gateway {

// Reads SOUL.md for the turns of one event loop, on a worker thread, because
// the disk may hang. Use it on that event loop only.
class SoulReader {
 public:
  // `home_fd` must stay open until the process ends; `io` and `worker` must
  // outlive this.
  SoulReader(boost::asio::io_context& io, Worker& worker, int home_fd,
             std::chrono::milliseconds patience);

  // Returns the current text, as Soul::Read() does. If the disk does not
  // answer, returns the text that was read last, and logs that once. Errors:
  // Soul::Read()'s; DeadlineExceeded if the disk does not answer and no text
  // has been read yet, or the last reading failed.
  boost::asio::awaitable<absl::StatusOr<std::string>> Read();

 private:
  LookUp<absl::StatusOr<std::string>> look_up_;
  bool is_stale_ = false;  // true if the last returned text was an old one
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_SOUL_READER_H_
