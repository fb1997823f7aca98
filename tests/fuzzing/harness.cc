#include "tests/fuzzing/harness.h"

#include <cstdio>
#include <cstdlib>
#include <random>

namespace hermes::fuzzing {
namespace {

constexpr std::string_view kSeparator = "\n---\n";

// Returns the FNV-1a hash of `text`, varied by `seed`.
uint32_t HashOf(std::string_view text, uint32_t seed) {
  uint32_t hash = 2166136261U ^ seed;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return hash;
}

}  // namespace

void Require(bool holds, const char* property, const char* file, int line) {
  if (holds) return;
  std::fprintf(stderr, "%s:%d: property violated: %s\n", file, line, property);
  std::abort();
}

std::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

std::vector<std::string_view> Sections(std::string_view text, size_t count) {
  std::vector<std::string_view> sections;
  while (sections.size() + 1 < count) {
    const size_t end = text.find(kSeparator);
    sections.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size()
                                                     : end + kSeparator.size());
  }
  sections.push_back(text);
  return sections;
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  while (true) {
    const size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> Pieces(std::string_view text, size_t longest,
                                     uint32_t seed) {
  std::minstd_rand random(HashOf(text, seed));
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, 1 + random() % longest);
    pieces.push_back(piece);
    text.remove_prefix(piece.size());
  }
  return pieces;
}

}  // namespace hermes::fuzzing
