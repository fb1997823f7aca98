// The file that is shipped: one static binary, within its size.
#include <elf.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/artefact/program_run.h"

namespace hermes::testing_artefact {
namespace {

constexpr char kEntry[] = "shim/hermes-entry";
constexpr size_t kSizeLimit = 3 * 512 * 1024;  // 1.5 MiB

class BinaryTest : public testing::Test {
 protected:
  BinaryTest() {
    std::ifstream file(DataFile(kEntry), std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
    EXPECT_GT(bytes_.size(), sizeof header_);
    std::memcpy(&header_, bytes_.data(), sizeof header_);
    EXPECT_EQ(std::memcmp(header_.e_ident, ELFMAG, SELFMAG), 0);
    segments_.resize(header_.e_phnum);
    std::memcpy(segments_.data(), bytes_.data() + header_.e_phoff,
                segments_.size() * sizeof(Elf64_Phdr));
  }

  bool HasSegment(Elf64_Word type) const {
    return std::any_of(
        segments_.begin(), segments_.end(),
        [&](const Elf64_Phdr& segment) { return segment.p_type == type; });
  }

  std::vector<char> bytes_;
  Elf64_Ehdr header_;
  std::vector<Elf64_Phdr> segments_;
};

TEST_F(BinaryTest, NeedsNoInterpreter) {
  ASSERT_TRUE(HasSegment(PT_LOAD));
  EXPECT_FALSE(HasSegment(PT_INTERP));
}

TEST_F(BinaryTest, HasNoDynamicSection) {
  ASSERT_TRUE(HasSegment(PT_LOAD));
  EXPECT_FALSE(HasSegment(PT_DYNAMIC));
}

// What is loaded is all that stripping leaves.
TEST_F(BinaryTest, StaysWithinItsSize) {
  size_t size = 0;
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type != PT_LOAD) continue;
    size = std::max<size_t>(size, segment.p_offset + segment.p_filesz);
  }
  EXPECT_GT(size, 100000u);
  EXPECT_LE(size, kSizeLimit);
}

TEST_F(BinaryTest, TellsItsVersion) {
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
