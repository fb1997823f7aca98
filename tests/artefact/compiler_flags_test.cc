// Tests that .bazelrc's flags against memory errors reach a compiler: each of
// these errors must end the process immediately. Compiled with optimisation,
// like the programs in the images.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <vector>

namespace hermes::testing_artefact {
namespace {

static_assert(_FORTIFY_SOURCE == 3);

// Sizes that the compiler cannot know.
volatile size_t eight = 8;
volatile size_t sixty_four = 64;

// Writes beyond its own array, into the canary.
__attribute__((noinline)) void OverrunStack() {
  char array[8];
  volatile char* bytes = array;
  for (size_t i = 0; i < sixty_four; ++i) bytes[i] = 1;
}

// Only level 3 knows the size of what `malloc(eight)` returned.
__attribute__((noinline)) void OverrunHeap() {
  static const char kSource[64] = {};
  const size_t size = eight;
  char* const target = static_cast<char*>(std::malloc(size));
  std::memcpy(target, kSource, sixty_four);
  volatile char used = target[0];
  static_cast<void>(used);
  std::free(target);
}

__attribute__((noinline)) void IndexBeyondTheEnd() {
  const std::vector<int> three(3);
  volatile int value = three[eight];
  static_cast<void>(value);
}

TEST(CompilerFlagsDeathTest, OverrunStackEndsProcess) {
  EXPECT_DEATH(OverrunStack(), "stack smashing detected");
}

TEST(CompilerFlagsDeathTest, OverrunHeapEndsProcess) {
  EXPECT_DEATH(OverrunHeap(), "buffer overflow detected");
}

TEST(CompilerFlagsDeathTest, IndexBeyondEndEndsProcess) {
  EXPECT_DEATH(IndexBeyondTheEnd(), "__n < this->size");
}

}  // namespace
}  // namespace hermes::testing_artefact
