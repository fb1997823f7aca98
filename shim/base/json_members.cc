#include "shim/base/json_members.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hermes {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Returns the length of the UTF-8 character at the start of `text`, which must
// not be empty. Returns 0 for invalid UTF-8, including overlong forms and
// surrogates, and for a control character.
size_t CharacterLength(std::string_view text) {
  struct Form {
    unsigned char low;  // lowest first byte
    unsigned char high;
    unsigned char length;
    unsigned char second_low;
    unsigned char second_high;
  };
  constexpr Form kForms[] = {
      {0x20, 0x7f, 1, 0, 0},       {0xc2, 0xdf, 2, 0x80, 0xbf},
      {0xe0, 0xe0, 3, 0xa0, 0xbf}, {0xe1, 0xec, 3, 0x80, 0xbf},
      {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf},
      {0xf0, 0xf0, 4, 0x90, 0xbf}, {0xf1, 0xf3, 4, 0x80, 0xbf},
      {0xf4, 0xf4, 4, 0x80, 0x8f}};
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  for (const Form& form : kForms) {
    if (byte(0) < form.low || byte(0) > form.high) continue;
    if (text.size() < form.length) return 0;
    for (size_t i = 1; i < form.length; ++i) {
      const unsigned char low = i == 1 ? form.second_low : 0x80;
      const unsigned char high = i == 1 ? form.second_high : 0xbf;
      if (byte(i) < low || byte(i) > high) return 0;
    }
    return form.length;
  }
  return 0;
}

// Reads JSON from the front of a text. Each function consumes what it reads,
// and returns false or std::nullopt if the text does not match.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool Consume(char c) {
    SkipSpace();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool AtEnd() {
    SkipSpace();
    return rest_.empty();
  }

  std::optional<std::string> String() {
    if (!Consume('"')) return std::nullopt;
    std::string text;
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (!(c == '\\' ? Escape(text) : Character(text))) return std::nullopt;
      if (c == '"') {
        text.pop_back();
        return text;
      }
    }
    return std::nullopt;
  }

  // Returns the text of a complete value as it is written.
  std::optional<std::string_view> Value() {
    SkipSpace();
    if (rest_.empty()) return std::nullopt;
    const std::string_view start = rest_;
    if (!SkipValue()) return std::nullopt;
    return start.substr(0, start.size() - rest_.size());
  }

  std::string_view rest() const { return rest_; }

 private:
  char Next() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void SkipSpace() {
    const size_t n = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(n == std::string_view::npos ? rest_.size() : n);
  }

  bool SkipValue() {
    const char c = rest_.front();
    if (c == '"') return String().has_value();
    return c == '{' || c == '[' ? SkipNested() : SkipScalar();
  }

  // Reads one unescaped character. JSON allows neither control characters nor
  // invalid UTF-8 here: such a file is damaged.
  bool Character(std::string& text) {
    const size_t length = CharacterLength(rest_);
    text.append(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return length > 0;
  }

  bool Escape(std::string& text) {
    rest_.remove_prefix(1);
    if (rest_.empty()) return false;
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char c = Next();
    if (c == 'u') return UnicodeEscape(text);
    const size_t i = kLetters.find(c);
    if (i == std::string_view::npos) return false;
    text.push_back(kMeanings[i]);
    return true;
  }

  bool UnicodeEscape(std::string& text) {
    if (rest_.size() < 4) return false;
    int code = 0;
    for (int i = 0; i < 4; ++i) {
      const int digit = HexDigit(Next());
      if (digit < 0) return false;
      code = code * 16 + digit;
    }
    text.push_back(code < 0x80 ? static_cast<char>(code) : '?');
    return true;
  }

  // Counts brackets without matching their kinds; ignores those in strings.
  bool SkipNested() {
    size_t depth = 0;
    while (!rest_.empty()) {
      if (rest_.front() == '"') {
        if (!String()) return false;
        continue;
      }
      const char c = Next();
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return true;
    }
    return false;
  }

  bool SkipScalar() {
    const size_t n = rest_.find_first_not_of(
        "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (n == std::string_view::npos || n == 0) return false;
    rest_.remove_prefix(n);
    return true;
  }

  std::string_view rest_;
};

// Positions in the text of an object.
struct Layout {
  std::string_view last_of_name;  // value of the last member with the name
  std::string_view last;          // value of the last member
  std::string_view after_brace;   // the text after the opening brace
};

// Returns std::nullopt if `text` is not a complete object.
std::optional<Layout> LayOut(std::string_view text, std::string_view name) {
  Reader reader(text);
  Layout layout;
  if (!reader.Consume('{')) return std::nullopt;
  layout.after_brace = reader.rest();
  if (!reader.Consume('}')) {
    do {
      const std::optional<std::string> key = reader.String();
      if (!key || !reader.Consume(':')) return std::nullopt;
      const std::optional<std::string_view> value = reader.Value();
      if (!value) return std::nullopt;
      layout.last = *value;
      if (*key == name) layout.last_of_name = *value;
    } while (reader.Consume(','));
    if (!reader.Consume('}')) return std::nullopt;
  }
  if (!reader.AtEnd()) return std::nullopt;
  return layout;
}

}  // namespace

std::optional<std::string> JsonMember(std::string_view text,
                                      std::string_view name) {
  const std::optional<Layout> layout = LayOut(text, name);
  if (!layout || layout->last_of_name.empty()) return std::nullopt;
  const std::string_view value = layout->last_of_name;
  if (value.front() == '"') return Reader(value).String();
  return std::string(value);
}

std::optional<std::string> WithJsonMember(std::string_view text,
                                          std::string_view name,
                                          std::string_view value) {
  const std::optional<Layout> layout = LayOut(text, name);
  if (!layout) return std::nullopt;
  const bool is_new = layout->last_of_name.empty();
  // A new member is inserted after the last one, or, in an empty object, after
  // the brace.
  const std::string_view before =
      layout->last.empty() ? layout->after_brace.substr(0, 0)
                           : layout->last.substr(layout->last.size());
  const std::string_view replaced = is_new ? before : layout->last_of_name;
  const size_t at = static_cast<size_t>(replaced.data() - text.data());
  std::string result(text.substr(0, at));
  if (is_new) {
    if (!layout->last.empty()) result.push_back(',');
    result.append("\"").append(name).append("\":");
  }
  result.append(value);
  return result.append(text.substr(at + replaced.size()));
}

}  // namespace hermes
