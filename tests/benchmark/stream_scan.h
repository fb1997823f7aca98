#ifndef TESTS_BENCHMARK_STREAM_SCAN_H_
#define TESTS_BENCHMARK_STREAM_SCAN_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace hermes::benchmark {

// Scans the event stream of a completion as it arrives, at minimal cost. It
// does not parse JSON: the content of an event is the text between
// `"content":"` and the next quote.
class StreamScan {
 public:
  void Take(std::string_view bytes);

  // Returns the bytes of content so far, as escaped in JSON.
  int64_t content_bytes() const { return content_bytes_; }
  bool done() const { return done_; }  // true after [DONE]

 private:
  void TakeLine(std::string_view line);

  std::string unfinished_;  // an incomplete line
  int64_t content_bytes_ = 0;
  bool done_ = false;
};

}  // namespace hermes::benchmark

#endif  // TESTS_BENCHMARK_STREAM_SCAN_H_
