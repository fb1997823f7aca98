// Runs a harness with every input of its corpus, without a fuzzer, so that bugs
// that a fuzzer found stay fixed.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzzing/harness.h"

namespace {

// A harness aborts this program if a property does not hold; the last input
// printed on stderr is then the cause.
class CorpusTest : public testing::Test {
 public:
  explicit CorpusTest(std::filesystem::path path) : path_(std::move(path)) {}

  void TestBody() override {
    std::ifstream file(path_, std::ios::binary);
    ASSERT_TRUE(file) << "cannot open " << path_;
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::fprintf(stderr, "input: %s\n", path_.c_str());
    // Copies the input to a heap block of exactly its size, so that a sanitizer
    // detects a read of the first byte after it.
    const std::vector<uint8_t> bytes(text.begin(), text.end());
    EXPECT_EQ(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()), 0);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace

// usage: corpus_test DIRECTORY
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
    return 64;
  }
  std::vector<std::filesystem::path> inputs;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    inputs.push_back(entry.path());
  }
  std::sort(inputs.begin(), inputs.end());
  if (inputs.empty()) {
    std::fprintf(stderr, "%s: there are no inputs\n", argv[1]);
    return 1;
  }
  for (const std::filesystem::path& path : inputs) {
    testing::RegisterTest("CorpusTest", path.filename().c_str(), nullptr,
                          nullptr, __FILE__, __LINE__,
                          [path] { return new CorpusTest(path); });
  }
  return RUN_ALL_TESTS();
}
