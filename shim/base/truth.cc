#include "shim/base/truth.h"

#include <string_view>

namespace hermes {
namespace {

struct Row {
  std::string_view word;  // lower case
  Truth truth;
};

constexpr Row kWords[] = {
    {"1", Truth::kTrue},      {"true", Truth::kTrue}, {"yes", Truth::kTrue},
    {"", Truth::kFalse},      {"0", Truth::kFalse},   {"no", Truth::kFalse},
    {"false", Truth::kFalse},
};

// ASCII only: the locale must not change the meaning of a switch.
char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool EqualIgnoringCase(std::string_view value, std::string_view lower) {
  if (value.size() != lower.size()) return false;
  for (size_t i = 0; i < value.size(); ++i) {
    if (Lower(value[i]) != lower[i]) return false;
  }
  return true;
}

}  // namespace

Truth ParseTruth(std::string_view value) {
  for (const Row& row : kWords) {
    if (EqualIgnoringCase(value, row.word)) return row.truth;
  }
  return Truth::kUnrecognised;
}

}  // namespace hermes
