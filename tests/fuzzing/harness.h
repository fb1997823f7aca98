#ifndef TESTS_FUZZING_HARNESS_H_
#define TESTS_FUZZING_HARNESS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The function that a fuzzer and corpus_test.cc call with every input. Each
// harness defines it once. It returns 0, or aborts if a property does not hold.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace hermes::fuzzing {

// Aborts unless `holds`, after printing `property` and its source location to
// stderr.
void Require(bool holds, const char* property,
             const char* file = __builtin_FILE(), int line = __builtin_LINE());

// Returns the bytes of an input as text.
std::string_view TextOf(const uint8_t* data, size_t size);

// Splits `text` at lines that are just `---` into exactly `count` sections, so
// that an input with several parts remains a text file. Missing sections are
// empty; the last section contains the whole rest.
std::vector<std::string_view> Sections(std::string_view text, size_t count);

// Returns the lines of `text`. A text without a newline is one line, even if it
// is empty.
std::vector<std::string> Lines(std::string_view text);

// Cuts `text` into pieces of 1 to `longest` bytes. The sizes are pseudo-random
// and depend only on `text` and `seed`, so that a failure can be repeated.
// Requires: longest > 0.
std::vector<std::string_view> Pieces(std::string_view text, size_t longest,
                                     uint32_t seed = 0);

}  // namespace hermes::fuzzing

#endif  // TESTS_FUZZING_HARNESS_H_
