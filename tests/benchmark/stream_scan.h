#ifndef TESTS_BENCHMARK_STREAM_SCAN_H_
#define TESTS_BENCHMARK_STREAM_SCAN_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace hermes::benchmark {

// Looks through the event stream of a completion as it comes, at the least
// possible cost: no JSON is read, an event's content is what stands between
// `"content":"` and the next quote.
class StreamScan {
 public:
  void Take(std::string_view bytes);

  // Bytes of content so far, as they are written in JSON.
  int64_t content_bytes() const { return content_bytes_; }
  bool done() const { return done_; }  // [DONE] has come

 private:
  void TakeLine(std::string_view line);

  std::string unfinished_;  // the beginning of a line
  int64_t content_bytes_ = 0;
  bool done_ = false;
};

}  // namespace hermes::benchmark

#endif  // TESTS_BENCHMARK_STREAM_SCAN_H_
