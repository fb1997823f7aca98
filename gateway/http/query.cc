#include "gateway/http/query.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::http {
namespace {

bool IsEscape(absl::string_view text) {
  return text.size() >= 3 && text[0] == '%' &&
         absl::ascii_isxdigit(static_cast<unsigned char>(text[1])) &&
         absl::ascii_isxdigit(static_cast<unsigned char>(text[2]));
}

std::string Unescape(absl::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size(); ++at) {
    if (IsEscape(text.substr(at))) {
      plain += absl::HexStringToBytes(text.substr(at + 1, 2));
      at += 2;
    } else {
      plain += text[at] == '+' ? ' ' : text[at];
    }
  }
  return plain;
}

}  // namespace

Target ParseTarget(const std::string& text) {
  Target target;
  const size_t mark = text.find('?');
  target.path = text.substr(0, mark);
  if (mark == std::string::npos) return target;
  for (const absl::string_view pair :
       absl::StrSplit(text.substr(mark + 1), '&', absl::SkipEmpty())) {
    const size_t equals = pair.find('=');
    const absl::string_view value =
        equals == absl::string_view::npos ? "" : pair.substr(equals + 1);
    target.query[Unescape(pair.substr(0, equals))] = Unescape(value);
  }
  return target;
}

}  // namespace hermes::gateway::http
