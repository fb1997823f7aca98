#include "shim/base/dotenv.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"

namespace hermes {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kExport = "export";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool IsNameChar(char c, bool first) {
  const bool letter =
      c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return letter || (!first && c >= '0' && c <= '9');
}

// Returns the character that a backslash followed by `c` stands for within
// quotes; 0 if this is not an escape.
char Meaning(char c, char quote) {
  constexpr std::string_view kLetters = "abfnrtv'";
  constexpr std::string_view kMeant = "\a\b\f\n\r\t\v'";
  if (c == '\\' || c == quote) return c;
  const size_t at = quote == '"' ? kLetters.find(c) : std::string_view::npos;
  return at == std::string_view::npos ? '\0' : kMeant[at];
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {
    if (rest_.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
      rest_.remove_prefix(kByteOrderMark.size());
    }
  }

  Expected<Entries, DotenvError> Parse() {
    while (!rest_.empty()) {
      const std::string wrong = Line();
      if (!wrong.empty()) return DotenvError{line_, wrong};
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
      if (!rest_.empty()) rest_.remove_prefix(1);
      ++line_;
    }
    return std::move(entries_);
  }

 private:
  bool AtEnd() const { return rest_.empty() || rest_.front() == '\n'; }
  bool AtEndOrComment() const { return AtEnd() || rest_.front() == '#'; }
  void SkipBlanks() {
    while (!rest_.empty() && IsBlank(rest_.front())) rest_.remove_prefix(1);
  }

  // Parses one line up to its end or its comment. Returns an error message, or
  // "".
  std::string Line() {
    SkipBlanks();
    if (AtEndOrComment()) return "";
    std::string name = ConsumeName();
    if (name == kExport && !rest_.empty() && IsBlank(rest_.front())) {
      SkipBlanks();
      if (!rest_.empty() && IsNameChar(rest_.front(), true))
        name = ConsumeName();
    }
    if (name.empty()) return "a line must be NAME=value or a comment";
    SkipBlanks();
    if (AtEndOrComment()) return "";
    if (rest_.front() != '=') return "no = after " + name;
    rest_.remove_prefix(1);
    SkipBlanks();
    std::string value;
    std::string wrong = ConsumeValue(name, &value);
    if (wrong.empty() && value.find('\0') != std::string::npos) {
      wrong = "a NUL byte in the value of " + name;
    }
    if (wrong.empty()) entries_.emplace_back(std::move(name), std::move(value));
    return wrong;
  }

  std::string ConsumeName() {
    size_t end = 0;
    while (end < rest_.size() && IsNameChar(rest_[end], end == 0)) ++end;
    std::string name(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return name;
  }

  std::string ConsumeValue(const std::string& name, std::string* value) {
    if (!AtEnd() && (rest_.front() == '\'' || rest_.front() == '"')) {
      return ConsumeQuoted(name, value);
    }
    size_t end = 0;
    while (end < rest_.size() && rest_[end] != '\n') {
      if (rest_[end] == '#' && end > 0 && IsBlank(rest_[end - 1])) break;
      ++end;
    }
    *value = rest_.substr(0, end);
    rest_.remove_prefix(end);
    while (!value->empty() && IsBlank(value->back())) value->pop_back();
    return "";
  }

  std::string ConsumeQuoted(const std::string& name, std::string* value) {
    const char quote = rest_.front();
    size_t lines = 0;
    size_t at = 1;
    for (; at < rest_.size() && rest_[at] != quote; ++at) {
      char c = rest_[at];
      if (c == '\n') ++lines;
      if (c == '\\' && at + 1 < rest_.size()) {
        const char meant = Meaning(rest_[at + 1], quote);
        if (meant != '\0') {
          c = meant;
          ++at;
        }
      }
      value->push_back(c);
    }
    if (at >= rest_.size()) return "the quote of " + name + " is never closed";
    rest_.remove_prefix(at + 1);
    line_ += lines;
    SkipBlanks();
    if (AtEndOrComment()) return "";
    return "text after the closing quote of " + name;
  }

  std::string_view rest_;
  size_t line_ = 1;
  Entries entries_;
};

}  // namespace

Expected<Entries, DotenvError> ParseDotenv(std::string_view text) {
  return Parser(text).Parse();
}

}  // namespace hermes
