// Fuzzes dotenv files, as the shim and the gateway read them.

#include "shim/base/dotenv.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/fuzzing/harness.h"

namespace hermes {
namespace {

using Entries = DotenvEntries;
using fuzzing::Require;

constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

size_t LinesOf(std::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

void CheckEntries(std::string_view text, const Entries& entries) {
  Require(entries.size() <= LinesOf(text), "a line has at most one entry");
  size_t bytes = 0;
  for (const auto& [name, value] : entries) {
    Require(!name.empty() && (name.front() < '0' || name.front() > '9') &&
                name.find_first_not_of(kNameCharacters) == std::string::npos,
            "names are valid");
    Require(value.find('\0') == std::string::npos, "values do not hold a NUL");
    bytes += name.size() + value.size();
  }
  Require(bytes <= text.size(), "nothing is expanded");
}

// Returns a file with `entries`.
std::string Written(const Entries& entries, char quote, const char* before) {
  std::string text;
  for (const auto& [name, value] : entries) {
    text.append(before).append(name).append("=").push_back(quote);
    for (const char c : value) {
      if (c == '\\' || c == quote) text.push_back('\\');
      text.push_back(c);
    }
    text.append(1, quote).append(" # comment\n");
  }
  return text;
}

void CheckWritten(const Entries& entries) {
  for (const char quote : {'"', '\''}) {
    for (const char* const before : {"", "export ", " \t"}) {
      const auto again = ParseDotenv(Written(entries, quote, before));
      Require(again.ok(), "entries can be written as a file");
      Require(again.value() == entries, "a written file has the same entries");
    }
  }
}

// Checks that a line in front shifts line numbers and adds its entry, and
// changes nothing else.
void CheckLineInFront(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") return;
  const auto plain = ParseDotenv(text);
  const auto later = ParseDotenv("FIRST='1'\n" + std::string(text));
  Require(plain.ok() == later.ok(), "a line in front does not cause an error");
  if (!plain.ok()) {
    Require(later.error().line == plain.error().line + 1, "lines are counted");
    Require(later.error().what == plain.error().what, "the error is the same");
    return;
  }
  Entries expected = {{"FIRST", "1"}};
  expected.insert(expected.end(), plain.value().begin(), plain.value().end());
  Require(later.value() == expected, "the entries follow in their order");
}

}  // namespace
}  // namespace hermes

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  const auto parsed = hermes::ParseDotenv(text);
  if (parsed.ok()) {
    hermes::CheckEntries(text, parsed.value());
    hermes::CheckWritten(parsed.value());
  } else {
    hermes::fuzzing::Require(parsed.error().line >= 1 &&
                                 parsed.error().line <= hermes::LinesOf(text),
                             "an error is in a line of the file");
    hermes::fuzzing::Require(!parsed.error().what.empty(),
                             "an error says what is wrong");
  }
  hermes::CheckLineInFront(text);
  return 0;
}
