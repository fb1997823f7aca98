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

// Prints `property` and its place to stderr and aborts, unless it `holds`.
void Require(bool holds, const char* property,
             const char* file = __builtin_FILE(), int line = __builtin_LINE());

// The bytes of an input as text.
std::string_view TextOf(const uint8_t* data, size_t size);

// Splits `text` at lines that consist of `---` alone into exactly `count`
// sections, so that an input with several parts stays a text file. Missing
// sections are empty; the last section keeps all that follows.
std::vector<std::string_view> Sections(std::string_view text, size_t count);

// The lines of `text`. A text without a newline is one line, also if empty.
std::vector<std::string> Lines(std::string_view text);

// Cuts `text` into pieces of 1 to `longest` bytes. The sizes look random and
// depend on `text` and `seed` alone, so that a failure repeats. Requires
// longest > 0.
std::vector<std::string_view> Pieces(std::string_view text, size_t longest,
                                     uint32_t seed = 0);

}  // namespace hermes::fuzzing

#endif  // TESTS_FUZZING_HARNESS_H_
