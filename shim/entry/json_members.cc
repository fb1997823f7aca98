#include "shim/entry/json_members.h"

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

// Reads JSON from the front; every function leaves the rest, and returns false
// or nothing where the text is not what it should be.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool Take(char c) {
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
    if (!Take('"')) return std::nullopt;
    std::string text;
    while (!rest_.empty()) {
      const char c = Next();
      if (c == '"') return text;
      if (c != '\\') {
        text.push_back(c);
      } else if (!Escape(text)) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  // A whole value: a string's characters, else the text of the value.
  std::optional<std::string> Value() {
    SkipSpace();
    if (rest_.empty()) return std::nullopt;
    if (rest_.front() == '"') return String();
    const std::string_view start = rest_;
    const bool nested = rest_.front() == '{' || rest_.front() == '[';
    if (nested ? !SkipNested() : !SkipScalar()) return std::nullopt;
    return std::string(start.substr(0, start.size() - rest_.size()));
  }

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

  bool Escape(std::string& text) {
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

  // Brackets are counted, not matched by kind; those in strings do not count.
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
    const size_t n = rest_.find_first_of(",}] \t\r\n");
    if (n == std::string_view::npos || n == 0) return false;
    rest_.remove_prefix(n);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::string> JsonMember(std::string_view text,
                                      std::string_view name) {
  Reader reader(text);
  std::optional<std::string> found;
  if (!reader.Take('{')) return std::nullopt;
  if (!reader.Take('}')) {
    do {
      const std::optional<std::string> key = reader.String();
      if (!key || !reader.Take(':')) return std::nullopt;
      std::optional<std::string> value = reader.Value();
      if (!value) return std::nullopt;
      if (*key == name) found = std::move(value);
    } while (reader.Take(','));
    if (!reader.Take('}')) return std::nullopt;
  }
  if (!reader.AtEnd()) return std::nullopt;
  return found;
}

}  // namespace hermes
