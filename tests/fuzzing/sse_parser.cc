// Fuzzes a text/event-stream, whole and in pieces. The reference is a plain
// implementation of the rules in the WHATWG's HTML standard.

#include "gateway/upstream/sse_parser.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzzing/harness.h"

namespace hermes::gateway::upstream {
namespace {

using fuzzing::Require;

using Events = std::vector<std::pair<std::string, std::string>>;

struct Parsed {
  Events events;
  bool in_limit = true;

  friend bool operator==(const Parsed&, const Parsed&) = default;
};

Parsed Parse(const std::vector<std::string_view>& pieces, size_t limit) {
  Parsed parsed;
  SseParser parser(limit);
  for (const std::string_view piece : pieces) {
    // Parses a copy, so that a sanitizer notices if the parser keeps a pointer
    // into the piece.
    const std::string bytes(piece);
    parsed.in_limit = parser.Feed(bytes, [&](const SseEvent& event) {
      parsed.events.emplace_back(event.name, event.data);
    });
  }
  return parsed;
}

std::vector<std::string> WholeLines(std::string_view text) {
  std::vector<std::string> lines;
  std::string line;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' && text[i] != '\n') {
      line.push_back(text[i]);
      continue;
    }
    if (text.substr(i, 2) == "\r\n") ++i;
    lines.push_back(std::exchange(line, ""));
  }
  return lines;
}

Events Expected(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  Events events;
  std::string name;
  std::string data;
  for (const std::string& line : WholeLines(text)) {
    if (line.empty()) {
      if (!data.empty()) {
        data.pop_back();
        events.emplace_back(name, data);
      }
      name.clear();
      data.clear();
      continue;
    }
    const size_t colon = line.find(':');
    const std::string field = line.substr(0, colon);
    std::string value =
        colon == std::string::npos ? "" : line.substr(colon + 1);
    if (!value.empty() && value.front() == ' ') value.erase(0, 1);
    if (field == "event") name = value;
    if (field == "data") data += value + "\n";
  }
  return events;
}

}  // namespace
}  // namespace hermes::gateway::upstream

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway::upstream;  // NOLINT
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  const auto small = hermes::fuzzing::Pieces(text, 1);
  const auto medium = hermes::fuzzing::Pieces(text, 11);

  const Parsed whole = Parse({text}, 1 << 20);
  Require(whole.in_limit, "a small stream is within the limit");
  Require(whole.events == Expected(text),
          "the events are those of the reference");
  Require(whole == Parse(small, 1 << 20), "byte by byte gives the same events");
  Require(whole == Parse(medium, 1 << 20), "pieces give the same events");

  constexpr size_t kLimit = 40;
  const Parsed limited = Parse({text}, kLimit);
  for (const auto& [name, bytes] : limited.events) {
    Require(name.size() <= kLimit && bytes.size() <= kLimit + 1,
            "no event is larger than the limit");
  }
  Require(limited == Parse(small, kLimit),
          "byte by byte gives the same within the limit");
  Require(limited == Parse(medium, kLimit),
          "pieces give the same within the limit");
  return 0;
}
