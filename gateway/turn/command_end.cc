#include "gateway/turn/command_end.h"

#include <string.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/logging/redact.h"
#include "gateway/turn/abbreviate.h"
#include "gateway/turn/utf8_sanitizer.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLongestQuote = 200;

double Seconds(std::chrono::milliseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

// Replaces invalid UTF-8, and control characters other than newlines, so that
// the text is safe to print.
std::string SanitizeForTerminal(const std::string& text) {
  std::string out = SanitizeUtf8(text);
  for (char& c : out) {
    if (c != '\n' && absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      c = ' ';
    }
  }
  return out;
}

std::string LastLine(const std::string& text) {
  const std::string end(absl::StripTrailingAsciiWhitespace(text));
  const size_t line_break = end.rfind('\n');
  const std::string line =
      line_break == std::string::npos ? end : end.substr(line_break + 1);
  return std::string(absl::StripAsciiWhitespace(line));
}

std::string What(const CommandEnd& end) {
  using Kind = CommandEnd::Kind;
  switch (end.kind) {
    case Kind::kExited:
      return absl::StrCat("ended with exit code ", end.value);
    case Kind::kSignalled:
      return absl::StrCat("was ended by signal ", end.value, " (",
                          strsignal(end.value), ")");
    case Kind::kNotStarted:
      return absl::StrCat("could not be started: ", end.detail);
    case Kind::kLost:
      return "ended, but its exit status is unknown";
    case Kind::kStopped:
      return "was stopped";
    case Kind::kSilent:
      return absl::StrCat("wrote nothing for ", Seconds(end.limit),
                          " s and was ended");
    case Kind::kTooSlow:
      return absl::StrCat("was not done within ", Seconds(end.limit),
                          " s and was ended");
    case Kind::kTooMuch:
      return absl::StrCat("wrote more than ", kMostCommandOutput >> 20,
                          " MiB and was ended");
  }
  return "";
}

}  // namespace

BackendResult ResultOf(const CommandEnd& end,
                       const std::vector<std::string>& secrets) {
  BackendResult result;
  if (end.kind == CommandEnd::Kind::kExited && end.value == 0) return result;
  const std::string quote =
      Abbreviated(LastLine(SanitizeForTerminal(Redact(end.errors, secrets))),
                  kLongestQuote);
  TurnFailure failure;
  failure.message = absl::StrCat("The command ", Redact(What(end), secrets),
                                 quote.empty() ? "" : ": ", quote);
  result.failure = std::move(failure);
  return result;
}

std::string ErrorsForLog(const std::string& errors,
                         const std::vector<std::string>& secrets) {
  std::string out;
  for (const char c : SanitizeForTerminal(Redact(errors, secrets))) {
    out.push_back(c);
    if (c == '\n') out.append("  ");
  }
  return std::string(absl::StripTrailingAsciiWhitespace(out));
}

}  // namespace hermes::gateway
