#include "gateway/logging/log_line.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLongestSession = 256;

absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}

struct CodePoint {
  uint32_t value = 0;
  size_t length = 0;  // 0 if not UTF-8
};

// Decodes the first code point of `text`, which is not empty.
CodePoint Decode(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  if (byte(0) < 0x80) return {byte(0), 1};
  const size_t length = byte(0) >= 0xf0 && byte(0) < 0xf5   ? 4
                        : byte(0) >= 0xe0 && byte(0) < 0xf0 ? 3
                        : byte(0) >= 0xc2 && byte(0) < 0xe0 ? 2
                                                            : 0;
  if (length == 0 || text.size() < length) return {};
  uint32_t value = byte(0) & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3fu);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < kLeast[length] || value > 0x10ffff || surrogate) return {};
  return {value, length};
}

// Returns true for characters that end a line, move the cursor or change the
// writing direction.
bool IsUnsafeInTerminal(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xfeff;
}

void AppendEscape(uint32_t c, std::string* out) {
  if (c == '\n') {
    out->append("\\n");
  } else if (c == '\r') {
    out->append("\\r");
  } else if (c == '\t') {
    out->append("\\t");
  } else if (c < 0x100) {
    absl::StrAppendFormat(out, "\\x%02x", c);
  } else {
    absl::StrAppendFormat(out, "\\u%04x", c);
  }
}

std::string LoggerOf(const std::string& source) {
  return absl::StrCat("gateway.", source.substr(0, source.rfind('.')));
}

// Returns the length of InSession()'s prefix with its blank; 0 if there is
// none.
size_t SessionPart(const std::string& message) {
  if (message.empty() || message[0] != '[') return 0;
  const size_t end = message.find("] ");
  return end <= kLongestSession ? end + 2 : 0;
}

}  // namespace

std::string OneLine(std::string_view text) {
  text.remove_suffix(text.size() -
                     absl::StripTrailingAsciiWhitespace(View(text)).size());
  std::string out;
  while (!text.empty()) {
    const CodePoint c = Decode(text);
    if (c.length == 0) {
      AppendEscape(static_cast<unsigned char>(text[0]), &out);
    } else if (IsUnsafeInTerminal(c.value)) {
      AppendEscape(c.value, &out);
    } else {
      out.append(text.substr(0, c.length));
    }
    text.remove_prefix(c.length == 0 ? 1 : c.length);
  }
  return out;
}

std::string InSession(std::string_view session_id) {
  return absl::StrCat("[", View(session_id.substr(0, kLongestSession - 1)),
                      "] ");
}

std::string FormatLogLine(const LogRecord& record) {
  char stamp[32];
  strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S", &record.time);
  const std::string message = OneLine(record.message);
  const size_t session = SessionPart(message);
  return absl::StrCat(stamp, ",", absl::StrFormat("%03d", record.millis), " ",
                      record.level, " ", message.substr(0, session),
                      LoggerOf(record.source), ": ", message.substr(session),
                      "\n");
}

}  // namespace hermes::gateway
