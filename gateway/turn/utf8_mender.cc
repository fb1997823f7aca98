#include "gateway/turn/utf8_mender.h"

#include <cstddef>
#include <cstdint>

namespace hermes::gateway {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";

// What a lead byte promises: the length of its sequence, 0 for a byte that
// leads none, and the range of the second byte, which is what keeps out
// overlong forms, surrogates and what lies beyond U+10FFFF.
struct Lead {
  size_t length = 0;
  uint8_t low = 0x80;
  uint8_t high = 0xBF;
};

Lead LeadOf(uint8_t byte) {
  if (byte < 0x80) return {1};
  if (byte < 0xC2) return {};
  if (byte < 0xE0) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {};
}

// How many bytes at the start of `bytes` (not empty) are a sequence that
// `lead` promised, or the beginning of one.
size_t GoodBytes(std::string_view bytes, const Lead& lead) {
  size_t good = 1;
  while (good < lead.length && good < bytes.size()) {
    const auto byte = static_cast<uint8_t>(bytes[good]);
    const uint8_t low = good == 1 ? lead.low : 0x80;
    const uint8_t high = good == 1 ? lead.high : 0xBF;
    if (byte < low || byte > high) break;
    ++good;
  }
  return good;
}

}  // namespace

std::string Utf8Mender::Mend(std::string_view bytes) {
  held_.append(bytes);
  std::string out;
  out.reserve(held_.size());
  std::string_view rest = held_;
  while (!rest.empty()) {
    const Lead lead = LeadOf(static_cast<uint8_t>(rest.front()));
    const size_t good = GoodBytes(rest, lead);
    const bool complete = good == lead.length;
    if (!complete && lead.length != 0 && good == rest.size()) break;
    out.append(complete ? rest.substr(0, good) : kReplacement);
    rest.remove_prefix(good);
  }
  held_.erase(0, held_.size() - rest.size());
  return out;
}

std::string Utf8Mender::Finish() {
  const bool cut = !held_.empty();
  held_.clear();
  return cut ? kReplacement : "";
}

std::string MendUtf8(std::string_view bytes) {
  Utf8Mender mender;
  std::string text = mender.Mend(bytes);
  return text += mender.Finish();
}

}  // namespace hermes::gateway
