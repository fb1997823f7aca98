#include "gateway/turn/utf8_sanitizer.h"

#include <cstdint>
#include <cstring>

namespace hermes::gateway {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The rows of the Unicode standard's table of well-formed UTF-8: the range of
// the first byte, the number of bytes, and the range of the second byte. Later
// bytes are 80 to BF.
struct LeadRow {
  unsigned char from, to;
  unsigned char length;
  unsigned char second_from, second_to;
};
constexpr LeadRow kLeads[] = {
    {0x00, 0x7F, 1, 0x00, 0x00}, {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
};

enum class Verdict { kWhole, kCut, kMalformed };
struct Sequence {
  Verdict verdict;
  size_t length;  // of the character, or of the invalid or incomplete part
};

Sequence FirstOf(std::string_view bytes) {
  const auto byte = [bytes](size_t i) {
    return static_cast<unsigned char>(bytes[i]);
  };
  for (const LeadRow& row : kLeads) {
    if (byte(0) < row.from || byte(0) > row.to) continue;
    for (size_t i = 1; i < row.length; ++i) {
      if (i == bytes.size()) return {Verdict::kCut, i};
      const unsigned char low = i == 1 ? row.second_from : 0x80;
      const unsigned char high = i == 1 ? row.second_to : 0xBF;
      if (byte(i) < low || byte(i) > high) return {Verdict::kMalformed, i};
    }
    return {Verdict::kWhole, row.length};
  }
  return {Verdict::kMalformed, 1};
}

size_t AsciiPrefix(std::string_view bytes) {
  size_t at = 0;
  while (at + 8 <= bytes.size()) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + at, sizeof(word));
    if ((word & 0x8080808080808080u) != 0) break;
    at += 8;
  }
  while (at < bytes.size() && static_cast<signed char>(bytes[at]) >= 0) ++at;
  return at;
}

}  // namespace

void Utf8Sanitizer::Append(std::string_view bytes, std::string* out) {
  // Append one byte at a time, until the character that was held back is
  // complete or invalid.
  while (held_size_ > 0 && !bytes.empty()) {
    std::string joined(held_, held_size_);
    joined += bytes.front();
    const Sequence first = FirstOf(joined);
    if (first.verdict == Verdict::kMalformed) {
      // The new byte does not belong to it and starts another character.
      out->append(kReplacement);
      held_size_ = 0;
      break;
    }
    bytes.remove_prefix(1);
    held_size_ = 0;
    Take(joined, out);
  }
  Take(bytes, out);
}

void Utf8Sanitizer::Finish(std::string* out) {
  if (held_size_ > 0) out->append(kReplacement);
  held_size_ = 0;
}

void Utf8Sanitizer::Take(std::string_view bytes, std::string* out) {
  while (!bytes.empty()) {
    const size_t ascii = AsciiPrefix(bytes);
    out->append(bytes.substr(0, ascii));
    bytes.remove_prefix(ascii);
    if (bytes.empty()) return;
    const Sequence first = FirstOf(bytes);
    switch (first.verdict) {
      case Verdict::kWhole:
        out->append(bytes.substr(0, first.length));
        break;
      case Verdict::kMalformed:
        out->append(kReplacement);
        break;
      case Verdict::kCut:
        std::memcpy(held_, bytes.data(), first.length);
        held_size_ = first.length;
        break;
    }
    bytes.remove_prefix(first.length);
  }
}

std::string SanitizeUtf8(std::string_view bytes) {
  Utf8Sanitizer sanitizer;
  std::string text;
  sanitizer.Append(bytes, &text);
  sanitizer.Finish(&text);
  return text;
}

}  // namespace hermes::gateway
