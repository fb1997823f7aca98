#include "tests/benchmark/stream_scan.h"

#include <cstddef>

namespace hermes::benchmark {
namespace {

constexpr std::string_view kData = "data: ";
constexpr std::string_view kContent = "\"content\":\"";

}  // namespace

void StreamScan::Take(std::string_view bytes) {
  for (size_t end; (end = bytes.find('\n')) != std::string_view::npos;
       bytes.remove_prefix(end + 1)) {
    if (unfinished_.empty()) {
      TakeLine(bytes.substr(0, end));
    } else {
      unfinished_ += bytes.substr(0, end);
      TakeLine(unfinished_);
      unfinished_.clear();
    }
  }
  unfinished_ += bytes;
}

void StreamScan::TakeLine(std::string_view line) {
  if (line.substr(0, kData.size()) != kData) return;
  if (line.substr(kData.size(), 6) == "[DONE]") done_ = true;
  const size_t found = line.find(kContent);
  if (found == std::string_view::npos) return;
  const size_t begin = found + kContent.size();
  size_t end = begin;
  while (end < line.size() && line[end] != '"')
    end += line[end] == '\\' ? 2 : 1;
  content_bytes_ += static_cast<int64_t>(end - begin);
}

}  // namespace hermes::benchmark
