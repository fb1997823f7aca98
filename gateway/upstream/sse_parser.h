#ifndef GATEWAY_UPSTREAM_SSE_PARSER_H_
#define GATEWAY_UPSTREAM_SSE_PARSER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace hermes::gateway::upstream {

// One server-sent event that has data. Both views are valid only during the
// call that gets them.
struct SseEvent {
  std::string_view name;  // "" if the stream has none
  std::string_view data;  // the event's lines of data, joined by newlines
};

// Parses a text/event-stream that arrives in pieces of any size. Pure: does not
// read or write.
class SseParser {
 public:
  // Limits both a line and all data of an event to `max_event_bytes`.
  explicit SseParser(size_t max_event_bytes) : max_(max_event_bytes) {}

  // Parses the next bytes and calls `on_event` for each event that is complete.
  // Returns false if an event was too large, and ignores all further bytes. An
  // incomplete event at the end of the stream never counts.
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
  bool borrowed_ = false;  // the data is `view_`, within the current bytes
  std::string line_;       // the start of an incomplete line
  std::string name_;
  std::string data_;
  std::string_view view_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_SSE_PARSER_H_
