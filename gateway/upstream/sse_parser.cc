#include "gateway/upstream/sse_parser.h"

#include <algorithm>

namespace hermes::gateway {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// What a quiet stream may keep of a large event's memory.
constexpr size_t kKeptCapacity = 1024;

// Where the first line of `bytes` ends; npos: not in there.
size_t LineEnd(std::string_view bytes) {
  const size_t lf = bytes.find('\n');
  const size_t cr = bytes.substr(0, lf).find('\r');
  return std::min(lf, cr);
}

void Clear(std::string* text) {
  text->clear();
  if (text->capacity() > kKeptCapacity) text->shrink_to_fit();
}

}  // namespace

bool SseParser::Feed(std::string_view bytes,
                     absl::FunctionRef<void(const SseEvent&)> on_event) {
  bytes = SkipByteOrderMark(bytes);
  while (!bytes.empty() && !too_large_) {
    if (skip_lf_ && bytes.front() == '\n') bytes.remove_prefix(1);
    skip_lf_ = false;
    const size_t end = LineEnd(bytes);
    if (end == std::string_view::npos) {
      line_ += bytes;
      too_large_ = line_.size() > max_;
      break;
    }
    skip_lf_ = bytes[end] == '\r';
    if (line_.empty()) {
      too_large_ = !TakeLine(bytes.substr(0, end), true, on_event);
    } else {
      line_ += bytes.substr(0, end);
      too_large_ = !TakeLine(line_, false, on_event);
      Clear(&line_);
    }
    bytes.remove_prefix(end + 1);
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
    // No mark after all: what looked like one is the start of a line.
    line_ += kByteOrderMark.substr(0, mark_seen_);
    mark_seen_ = kByteOrderMark.size();
  }
  return bytes;
}

// `lasting`: the line stays where it is until the end of this Feed().
bool SseParser::TakeLine(std::string_view line, bool lasting,
                         absl::FunctionRef<void(const SseEvent&)> on_event) {
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
    if (value.size() > max_) return false;
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

}  // namespace hermes::gateway
