// Tests of how the programs in the images are compiled and linked: as a
// distribution demands for a program that is exposed to a network.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/artefact/elf_image.h"
#include "tests/artefact/program_run.h"

namespace hermes::testing_artefact {
namespace {

constexpr Elf64_Xword kPageSize = 4096;

struct Program {
  std::string name;
  std::string path;
};

class HardeningTest : public testing::TestWithParam<Program> {
 protected:
  HardeningTest() : image_(DataFile(GetParam().path)) {}

  ElfImage image_;
};

// A program that is not position-independent is ET_EXEC. One that the dynamic
// linker loads has an interpreter and needs libraries.
TEST_P(HardeningTest, IsStaticPositionIndependentExecutable) {
  EXPECT_EQ(image_.header().e_type, ET_DYN);
  EXPECT_NE(image_.DynamicFlags(DT_FLAGS_1) & DF_1_PIE, 0u);
  EXPECT_FALSE(image_.HasSegment(PT_INTERP));
  EXPECT_TRUE(image_.DynamicValues(DT_NEEDED).empty());
}

// Relocated before it starts, and read-only from then on.
TEST_P(HardeningTest, HasFullRelro) {
  EXPECT_TRUE(image_.HasSegment(PT_GNU_RELRO));
  EXPECT_NE((image_.DynamicFlags(DT_FLAGS) & DF_BIND_NOW) |
                (image_.DynamicFlags(DT_FLAGS_1) & DF_1_NOW),
            0u);
}

TEST_P(HardeningTest, HasNoExecutableStack) {
  const std::vector<Elf64_Phdr> stacks = image_.SegmentsOf(PT_GNU_STACK);
  // Without this header the kernel makes the stack executable.
  ASSERT_EQ(stacks.size(), 1u);
  EXPECT_EQ(stacks[0].p_flags & PF_X, 0u);
}

TEST_P(HardeningTest, HasNoSegmentThatIsWritableAndExecutable) {
  ASSERT_TRUE(image_.HasSegment(PT_LOAD));
  for (const Elf64_Phdr& segment : image_.segments()) {
    EXPECT_NE(segment.p_flags & (PF_W | PF_X), PF_W | PF_X);
  }
  // Relocations in code would make the code writable for a moment.
  EXPECT_TRUE(image_.DynamicValues(DT_TEXTREL).empty());
  EXPECT_EQ(image_.DynamicFlags(DT_FLAGS) & DF_TEXTREL, 0u);
}

// A page that contains code must contain nothing else.
TEST_P(HardeningTest, KeepsCodeInSeparatePages) {
  const std::vector<Elf64_Phdr> loaded = image_.SegmentsOf(PT_LOAD);
  int executable = 0;
  for (const Elf64_Phdr& code : loaded) {
    if ((code.p_flags & PF_X) == 0) continue;
    ++executable;
    const Elf64_Xword first = code.p_offset / kPageSize;
    const Elf64_Xword last = (code.p_offset + code.p_filesz - 1) / kPageSize;
    EXPECT_GT(first, 0u) << "the file's header is mapped as code";
    for (const Elf64_Phdr& other : loaded) {
      if ((other.p_flags & PF_X) != 0 || other.p_filesz == 0) continue;
      const Elf64_Xword other_first = other.p_offset / kPageSize;
      const Elf64_Xword other_last =
          (other.p_offset + other.p_filesz - 1) / kPageSize;
      EXPECT_TRUE(other_last < first || last < other_first)
          << "pages " << first << " to " << last << " are code, pages "
          << other_first << " to " << other_last << " are not";
    }
  }
  EXPECT_EQ(executable, 1);
}

TEST_P(HardeningTest, ChecksItsStack) {
  const std::vector<std::string> names = image_.SymbolNames();
  ASSERT_FALSE(names.empty()) << "the test needs a program with symbols";
  EXPECT_NE(std::find(names.begin(), names.end(), "__stack_chk_fail"),
            names.end());
}

INSTANTIATE_TEST_SUITE_P(Programs, HardeningTest,
                         testing::Values(Program{"HermesEntry",
                                                 "shim/hermes-entry"},
                                         Program{"Gateway", "gateway/hermes"}),
                         [](const testing::TestParamInfo<Program>& each) {
                           return each.param.name;
                         });

}  // namespace
}  // namespace hermes::testing_artefact
