// Tests of the file that is shipped: one static binary below the size limit.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/artefact/elf_image.h"
#include "tests/artefact/program_run.h"

namespace hermes::testing_artefact {
namespace {

constexpr char kEntry[] = "shim/hermes-entry";
constexpr size_t kSizeLimit = 3 * 512 * 1024;  // 1.5 MiB

TEST(BinaryTest, NeedsNoInterpreter) {
  const ElfImage image(DataFile(kEntry));
  ASSERT_TRUE(image.HasSegment(PT_LOAD));
  EXPECT_FALSE(image.HasSegment(PT_INTERP));
}

TEST(BinaryTest, NeedsNoLibrary) {
  const ElfImage image(DataFile(kEntry));
  ASSERT_TRUE(image.HasSegment(PT_LOAD));
  EXPECT_TRUE(image.DynamicValues(DT_NEEDED).empty());
}

// Counts only what is loaded: the rest of the file is stripped for an image.
TEST(BinaryTest, IsNotLargerThanSizeLimit) {
  const size_t size = ElfImage(DataFile(kEntry)).LoadedSize();
  EXPECT_GT(size, 100000u);
  EXPECT_LE(size, kSizeLimit);
}

TEST(BinaryTest, PrintsItsVersion) {
  const ProgramEnd end =
      RunToEnd({DataFile(kEntry), {"hermes-entry", "--entry-version"}, {}, ""});
  EXPECT_EQ(end.exit_code, 0);
  EXPECT_EQ(end.err, "");
  EXPECT_EQ(end.out.rfind("hermes-entry ", 0), 0u) << end.out;
  EXPECT_EQ(std::count(end.out.begin(), end.out.end(), '.'), 2) << end.out;
  EXPECT_EQ(end.out.back(), '\n');
}

}  // namespace
}  // namespace hermes::testing_artefact
