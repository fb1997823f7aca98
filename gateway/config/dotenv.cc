#include "gateway/config/dotenv.h"

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool IsNameStart(char c) {
  return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool IsNameChar(char c) { return IsNameStart(c) || (c >= '0' && c <= '9'); }

// The character that a backslash and `c` stand for within `quote`s, if any.
std::optional<char> Unescape(char c, char quote) {
  if (c == '\\' || c == quote) return c;
  if (quote == '\'') return std::nullopt;
  switch (c) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\'':
      return '\'';
    default:
      return std::nullopt;
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text_.rfind(kByteOrderMark, 0) == 0) at_ = sizeof(kByteOrderMark) - 1;
  }

  absl::StatusOr<std::vector<DotenvEntry>> Parse() {
    while (at_ < text_.size()) {
      absl::Status status = ParseLine();
      if (!status.ok()) return status;
    }
    return std::move(entries_);
  }

 private:
  absl::Status ParseLine() {
    SkipBlanks();
    if (AtLineEnd() || Peek() == '#') return FinishLine();
    SkipExport();
    const std::string_view name = TakeName();
    if (name.empty()) return Error("a line must be NAME=value or a comment");
    SkipBlanks();
    if (AtLineEnd() || Peek() == '#') return FinishLine();
    if (Peek() != '=') {
      return Error(absl::StrCat("no = behind ", std::string(name)));
    }
    ++at_;
    SkipBlanks();
    return ParseValue(std::string(name));
  }

  absl::Status ParseValue(std::string name) {
    std::string value;
    if (!AtLineEnd() && (Peek() == '\'' || Peek() == '"')) {
      absl::Status status = TakeQuoted(name, &value);
      if (!status.ok()) return status;
      SkipBlanks();
      if (!AtLineEnd() && Peek() != '#') {
        return Error(absl::StrCat("something stands behind the closing quote ",
                                  "of ", name));
      }
    } else {
      value = TakeUnquoted();
    }
    if (value.find('\0') != std::string::npos) {
      return Error(absl::StrCat("a NUL byte in the value of ", name));
    }
    entries_.push_back({std::move(name), std::move(value)});
    return FinishLine();
  }

  // Stops before a comment or the end of the line.
  std::string TakeUnquoted() {
    const size_t start = at_;
    while (!AtLineEnd()) {
      if (Peek() == '#' && at_ > start && IsBlank(text_[at_ - 1])) break;
      ++at_;
    }
    size_t end = at_;
    while (end > start && IsBlank(text_[end - 1])) --end;
    return std::string(text_.substr(start, end - start));
  }

  absl::Status TakeQuoted(const std::string& name, std::string* value) {
    const size_t first_line = line_;
    const char quote = text_[at_++];
    while (at_ < text_.size() && Peek() != quote) {
      char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c == '\\' && at_ < text_.size()) {
        const std::optional<char> meant = Unescape(Peek(), quote);
        if (meant.has_value()) {
          c = *meant;
          ++at_;
        }
      }
      value->push_back(c);
    }
    if (at_ == text_.size()) {
      line_ = first_line;
      return Error(absl::StrCat("the quote of ", name, " is never closed"));
    }
    ++at_;
    return absl::OkStatus();
  }

  std::string_view TakeName() {
    const size_t start = at_;
    if (!AtLineEnd() && IsNameStart(Peek())) {
      while (at_ < text_.size() && IsNameChar(Peek())) ++at_;
    }
    return text_.substr(start, at_ - start);
  }

  // `export` is a keyword only where white space and something else follow.
  void SkipExport() {
    constexpr std::string_view kExport = "export";
    if (text_.substr(at_, kExport.size()) != kExport) return;
    const size_t behind = at_ + kExport.size();
    if (behind >= text_.size() || !IsBlank(text_[behind])) return;
    const size_t next = text_.find_first_not_of(" \t\r", behind);
    if (next == std::string_view::npos || !IsNameStart(text_[next])) return;
    at_ = next;
  }

  // Called in front of a comment or a line's end.
  absl::Status FinishLine() {
    while (!AtLineEnd()) ++at_;
    if (at_ < text_.size()) ++at_;
    ++line_;
    return absl::OkStatus();
  }

  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(Peek())) ++at_;
  }
  bool AtLineEnd() const { return at_ >= text_.size() || Peek() == '\n'; }
  char Peek() const { return text_[at_]; }
  absl::Status Error(const std::string& what) const {
    return absl::InvalidArgumentError(absl::StrCat(line_, ": ", what));
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  std::vector<DotenvEntry> entries_;
};

}  // namespace

absl::StatusOr<std::vector<DotenvEntry>> ParseDotenv(std::string_view text) {
  return Parser(text).Parse();
}

}  // namespace hermes::gateway
