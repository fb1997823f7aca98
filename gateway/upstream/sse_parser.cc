#include "gateway/upstream/sse_parser.h"

#include <algorithm>

namespace hermes::gateway::upstream {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A buffer that has grown beyond this is freed after its event.
constexpr size_t kKeptCapacity = 1024;

// Finds the line ends of one text, from its start to its end. Examines each
// byte at most twice, because it remembers the position that it has found until
// the caller has passed it. A new search for each line would read a text
// without line feeds to its end for each of its carriage returns.
class LineEnds {
 public:
  explicit LineEnds(std::string_view text)
      : text_(text), lf_(text.find('\n')), cr_(text.find('\r')) {}

  // Returns the first line end at or after `from`, std::string_view::npos if
  // there is none. `from` must not decrease.
  size_t Next(size_t from) {
    lf_ = Passed(lf_, from) ? text_.find('\n', from) : lf_;
    cr_ = Passed(cr_, from) ? text_.find('\r', from) : cr_;
    return std::min(lf_, cr_);
  }

 private:
  static bool Passed(size_t found, size_t from) { return found < from; }

  std::string_view text_;
  size_t lf_;
  size_t cr_;
};

void Clear(std::string* text) {
  text->clear();
  if (text->capacity() > kKeptCapacity) text->shrink_to_fit();
}

}  // namespace

bool SseParser::Feed(std::string_view bytes,
                     absl::FunctionRef<void(const SseEvent&)> on_event) {
  bytes = SkipByteOrderMark(bytes);
  LineEnds ends(bytes);
  size_t at = 0;
  while (at < bytes.size() && !too_large_) {
    if (skip_lf_ && bytes[at] == '\n') ++at;
    skip_lf_ = false;
    const size_t end = ends.Next(at);
    if (end == std::string_view::npos) {
      line_ += bytes.substr(at);
      too_large_ = line_.size() > max_;
      break;
    }
    skip_lf_ = bytes[end] == '\r';
    const std::string_view piece = bytes.substr(at, end - at);
    if (line_.empty()) {
      too_large_ = !TakeLine(piece, true, on_event);
    } else {
      line_ += piece;
      too_large_ = !TakeLine(line_, false, on_event);
      Clear(&line_);
    }
    at = end + 1;
  }
  KeepBorrowed();
  return !too_large_;
}

std::string_view SseParser::SkipByteOrderMark(std::string_view bytes) {
  while (mark_seen_ < kByteOrderMark.size() && !bytes.empty()) {
    if (bytes.front() == kByteOrderMark[mark_seen_]) {
      ++mark_seen_;
      bytes.remove_prefix(1);
      continue;
    }
    // These bytes are not a byte order mark but the start of a line.
    line_ += kByteOrderMark.substr(0, mark_seen_);
    mark_seen_ = kByteOrderMark.size();
  }
  return bytes;
}

// With `lasting` the line stays valid until the end of this Feed().
bool SseParser::TakeLine(std::string_view line, bool lasting,
                         absl::FunctionRef<void(const SseEvent&)> on_event) {
  // The same limit applies to a line that arrives in pieces.
  if (line.size() > max_) return false;
  if (line.empty()) {
    Dispatch(on_event);
    return true;
  }
  const size_t colon = line.find(':');
  const std::string_view field = line.substr(0, colon);
  std::string_view value;
  if (colon != std::string_view::npos) value = line.substr(colon + 1);
  if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  if (field == "data") {
    const size_t so_far = borrowed_ ? view_.size() : data_.size();
    if (so_far + value.size() > max_) return false;
    AddData(value, lasting);
  } else if (field == "event") {
    name_ = value;
  }
  return true;
}

void SseParser::AddData(std::string_view value, bool lasting) {
  if (!has_data_ && lasting) {
    view_ = value;
    borrowed_ = true;
  } else {
    KeepBorrowed();
    if (has_data_) data_ += '\n';
    data_ += value;
  }
  has_data_ = true;
}

void SseParser::Dispatch(absl::FunctionRef<void(const SseEvent&)> on_event) {
  if (has_data_) {
    on_event({name_, borrowed_ ? view_ : std::string_view{data_}});
  }
  has_data_ = false;
  borrowed_ = false;
  name_.clear();
  Clear(&data_);
}

void SseParser::KeepBorrowed() {
  if (!borrowed_) return;
  data_ = view_;
  borrowed_ = false;
}

}  // namespace hermes::gateway::upstream
