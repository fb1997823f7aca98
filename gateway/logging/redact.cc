#include "gateway/logging/redact.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway {
namespace {

constexpr std::string_view kMask = "[redacted]";

// A prefix of a well-known service's keys, and the minimum length of the rest.
struct KnownPrefix {
  std::string_view prefix;
  size_t least;
};
constexpr KnownPrefix kKnownPrefixes[] = {
    {"sk-", 8},          {"sk_", 8},     {"rk_", 8},    {"pk-", 16},
    {"ghp_", 16},        {"gho_", 16},   {"ghs_", 16},  {"ghu_", 16},
    {"github_pat_", 16}, {"glpat-", 16}, {"xoxb-", 10}, {"xoxp-", 10},
    {"xoxa-", 10},       {"xapp-", 10},  {"hf_", 16},   {"gsk_", 16},
    {"AIza", 30},        {"AKIA", 16},   {"ASIA", 16},  {"whsec_", 8},
    {"nvapi-", 16},      {"xai-", 16},   {"eyJ", 20},
};

// Names, in lower case and with _ for -, that match a whole name or its last
// word: OPENAI_API_KEY, x-auth-token.
constexpr std::string_view kSecretWords[] = {
    "key",       "token",      "secret",      "password",
    "passwd",    "passphrase", "credential",  "apikey",
    "signature", "cookie",     "credentials", "auth",
};
// Ends of names without separators: apiKey, clientSecret.
constexpr std::string_view kSecretEnds[] = {
    "apikey",       "accesstoken", "refreshtoken", "authtoken", "bottoken",
    "clientsecret", "secretkey",   "privatekey",   "password",
};
// Names with such an end that are not secrets.
constexpr std::string_view kNoSecrets[] = {"session_key", "idempotency_key",
                                           "turn_token"};
// Words of ordinary prose: in "token: x", x counts as a secret only if it is
// long.
constexpr std::string_view kProse[] = {"key", "token", "signature", "auth"};
constexpr size_t kLeastInProse = 12;

constexpr size_t kLeastBotToken = 30;

bool IsWordChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
         c == '-';
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool EndsValue(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
         std::string_view(",;&\"'<>(){}[]\\").find(c) != std::string_view::npos;
}

template <size_t n>
bool IsOneOf(std::string_view word, const std::string_view (&words)[n]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(absl::string_view(a.data(), a.size()),
                                absl::string_view(b.data(), b.size()));
}

// Returns `word` in lower case and with _ for -. Cuts overlong words, which are
// not names.
std::string Normalised(std::string_view word) {
  std::string name(word.substr(0, 128));
  absl::AsciiStrToLower(&name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

bool NamesSecret(const std::string& name) {
  if (IsOneOf(name, kNoSecrets)) return false;
  const std::string last = name.substr(name.rfind('_') + 1);
  return IsOneOf(last, kSecretWords) ||
         std::any_of(std::begin(kSecretEnds), std::end(kSecretEnds),
                     [&](std::string_view end) { return EndsWith(name, end); });
}

// A range of the text to mask.
struct Span {
  size_t begin;
  size_t end;
};

// Reads the text once, word by word. Each rule examines a word and what follows
// it. Whatever a rule reads beyond the word it either consumes or abandons
// within a bounded distance, so the time is linear.
class Masker {
 public:
  explicit Masker(std::string_view text) : text_(text) {}

  std::string Run() {
    while (at_ < text_.size()) {
      if (IsWordChar(text_[at_])) {
        ConsumeWord();
      } else if (!ConsumeUrl() && !ConsumeEscape()) {
        Keep(at_ + 1);
      }
    }
    return std::move(out_);
  }

 private:
  void ConsumeWord() {
    size_t end = at_;
    while (end < text_.size() && IsWordChar(text_[end])) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    std::optional<Span> secret = BearerToken(word, end);
    if (!secret.has_value()) secret = BotToken(word, end);
    if (!secret.has_value()) secret = NamedValue(word, end);
    if (!secret.has_value()) secret = KnownKey(word, end);
    if (!secret.has_value()) return Keep(end);
    Keep(secret->begin);
    out_.append(kMask);
    at_ = secret->end;
  }

  // An escape ends the preceding word and is not part of the next: \nsk-...,
  // %20sk-...
  bool ConsumeEscape() {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
      Keep(at_ + 2);
      return true;
    }
    const bool percent =
        text_[at_] == '%' && at_ + 2 < text_.size() &&
        absl::ascii_isxdigit(static_cast<unsigned char>(text_[at_ + 1])) &&
        absl::ascii_isxdigit(static_cast<unsigned char>(text_[at_ + 2]));
    if (percent) Keep(at_ + 3);
    return percent;
  }

  // ://USER:PASSWORD@host
  bool ConsumeUrl() {
    constexpr std::string_view kMark = "://";
    if (text_.substr(at_, kMark.size()) != kMark) return false;
    Keep(at_ + kMark.size());
    size_t end = at_;
    size_t host = at_;
    while (end < text_.size() && !EndsAuthority(text_[end])) {
      if (text_[end++] == '@') host = end;
    }
    if (host > at_) {
      out_.append(kMask).push_back('@');
      at_ = host;
    }
    return true;
  }

  static bool EndsAuthority(char c) {
    return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
           std::string_view("/?#\"'<>\\").find(c) != std::string_view::npos;
  }

  std::optional<Span> BearerToken(std::string_view word, size_t end) const {
    if (!EqualsIgnoreCase(word, "bearer")) return std::nullopt;
    size_t begin = SkipBlanks(end);
    if (begin == end && text_.substr(end, 3) == "%20") begin = end + 3;
    if (begin == end || begin == text_.size()) return std::nullopt;
    return ValueFrom(begin);
  }

  // `word` is the number, possibly with the prefix "bot", as in a URL.
  std::optional<Span> BotToken(std::string_view word, size_t end) const {
    if (word.substr(0, 3) == "bot") word.remove_prefix(3);
    const bool number = !word.empty() && word.find_first_not_of("0123456789") ==
                                             std::string_view::npos;
    if (!number || end == text_.size() || text_[end] != ':') {
      return std::nullopt;
    }
    size_t last = end + 1;
    while (last < text_.size() && IsWordChar(text_[last])) ++last;
    if (last - end - 1 < kLeastBotToken) return std::nullopt;
    return Span{end - word.size(), last};
  }

  std::optional<Span> KnownKey(std::string_view word, size_t end) const {
    for (const KnownPrefix& known : kKnownPrefixes) {
      if (word.size() >= known.prefix.size() + known.least &&
          word.substr(0, known.prefix.size()) == known.prefix) {
        // Some keys have parts joined by dots.
        while (end < text_.size() &&
               (IsWordChar(text_[end]) || text_[end] == '.')) {
          ++end;
        }
        return Span{at_, end};
      }
    }
    return std::nullopt;
  }

  // NAME=value, NAME: value, "NAME":"value".
  std::optional<Span> NamedValue(std::string_view word, size_t end) const {
    const std::string name = Normalised(word);
    const bool authorization = EndsWith(name, "authorization");
    if (!authorization && !NamesSecret(name)) return std::nullopt;
    const bool quoted_name = SkipQuote(end) != end;
    const size_t sign = SkipBlanks(SkipQuote(end));
    if (sign >= text_.size() || (text_[sign] != '=' && text_[sign] != ':')) {
      return std::nullopt;
    }
    const size_t begin = SkipBlanks(sign + 1);
    if (begin >= text_.size() || text_[begin] == '\n') return std::nullopt;
    if (authorization) return Credentials(begin);
    const Span value = ValueFrom(begin);
    const bool prose = text_[sign] == ':' && !quoted_name &&
                       IsOneOf(name, kProse) &&
                       value.end - value.begin < kLeastInProse;
    if (prose || value.begin == value.end) return std::nullopt;
    return value;
  }

  // SCHEME credentials: a known scheme stays visible.
  Span Credentials(size_t begin) const {
    const size_t start = SkipQuote(begin);
    for (const std::string_view scheme : {"bearer ", "basic ", "token "}) {
      if (EqualsIgnoreCase(text_.substr(start, scheme.size()), scheme)) {
        return ValueFrom(SkipBlanks(start + scheme.size()));
      }
    }
    if (start != begin) return ValueFrom(begin);
    return {begin,
            std::min(text_.find_first_of("\r\n\"'", begin), text_.size())};
  }

  // Returns the value that begins at `begin`, possibly with an opening quote.
  Span ValueFrom(size_t begin) const {
    const size_t start = SkipQuote(begin);
    if (start != begin) return {start, QuotedEnd(start, text_[start - 1])};
    size_t end = start;
    // Includes what has already been masked.
    if (text_.substr(end, kMask.size()) == kMask) end += kMask.size();
    while (end < text_.size() && !EndsValue(text_[end])) ++end;
    return {start, end};
  }

  // Returns the end of a quoted value: the first `quote` that is escaped no
  // deeper than the opening one. A quote directly followed by more text instead
  // opens the next quotation, so the current one was never closed. The name of
  // the next secret is then inside it, and the range must cover that secret
  // too.
  size_t QuotedEnd(size_t start, char quote) const {
    const bool escaped = start >= 2 && text_[start - 2] == '\\';
    for (size_t i = start; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
        if (escaped && IsAt(i, quote) && IsValueEnd(i + 1)) return i - 1;
      } else if (text_[i] == quote && IsValueEnd(i + 1)) {
        return i;
      }
    }
    return text_.size();
  }

  bool IsAt(size_t i, char c) const {
    return i < text_.size() && text_[i] == c;
  }

  bool IsValueEnd(size_t i) const {
    return i >= text_.size() || EndsValue(text_[i]);
  }

  // Returns the position after a quote, or an escaped quote, at `i`; otherwise
  // `i`.
  size_t SkipQuote(size_t i) const {
    const size_t quote = i < text_.size() && text_[i] == '\\' ? i + 1 : i;
    const bool found =
        quote < text_.size() && (text_[quote] == '"' || text_[quote] == '\'');
    return found ? quote + 1 : i;
  }

  size_t SkipBlanks(size_t i) const {
    while (i < text_.size() && IsBlank(text_[i])) ++i;
    return i;
  }

  void Keep(size_t end) {
    out_.append(text_.substr(at_, end - at_));
    at_ = end;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string out_;
};

std::string MaskNamed(const std::string& text,
                      const std::vector<std::string>& secrets) {
  // Replaces all at once, so that of two secrets with a common prefix the
  // longer one is replaced completely.
  std::vector<std::pair<absl::string_view, absl::string_view>> replacements;
  for (const std::string& secret : secrets) {
    if (secret.empty()) continue;
    replacements.emplace_back(secret,
                              absl::string_view(kMask.data(), kMask.size()));
  }
  return absl::StrReplaceAll(text, replacements);
}

}  // namespace

std::string Redact(const std::string& text,
                   const std::vector<std::string>& secrets) {
  return Masker(MaskNamed(text, secrets)).Run();
}

}  // namespace hermes::gateway
