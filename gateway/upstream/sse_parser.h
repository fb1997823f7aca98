#ifndef GATEWAY_UPSTREAM_SSE_PARSER_H_
#define GATEWAY_UPSTREAM_SSE_PARSER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace hermes::gateway::upstream {

// One server-sent event that has data. Both views are good only during the
// call that they are passed to.
struct SseEvent {
  std::string_view name;  // "" where the stream gave none
  std::string_view data;  // its lines, joined by newlines
};

// Takes a text/event-stream apart, however it was cut on its way. Pure: no
// input or output of its own.
class SseParser {
 public:
  // Neither a line nor an event's data, over all its lines, may have more than
  // `max_event_bytes`.
  explicit SseParser(size_t max_event_bytes) : max_(max_event_bytes) {}

  // Takes the next bytes and calls `on_event` for each event that is whole
  // now. False once one was too large; what follows is not looked at.
  // An event that the end of the stream cuts off never counts.
  bool Feed(std::string_view bytes,
            absl::FunctionRef<void(const SseEvent&)> on_event);

 private:
  std::string_view SkipByteOrderMark(std::string_view bytes);
  bool TakeLine(std::string_view line, bool lasting,
                absl::FunctionRef<void(const SseEvent&)> on_event);
  void AddData(std::string_view value, bool lasting);
  void Dispatch(absl::FunctionRef<void(const SseEvent&)> on_event);
  void KeepBorrowed();

  size_t max_;
  size_t mark_seen_ = 0;  // bytes of a byte order mark at the start
  bool skip_lf_ = false;  // the last line ended with CR
  bool too_large_ = false;
  bool has_data_ = false;
  bool borrowed_ = false;  // the data is `view_`, within the bytes of now
  std::string line_;       // the start of a line that is not whole yet
  std::string name_;
  std::string data_;
  std::string_view view_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_SSE_PARSER_H_
