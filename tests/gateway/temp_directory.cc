#include "tests/gateway/temp_directory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace hermes::gateway {

TempDirectory::TempDirectory() {
  // Not below TEST_TMPDIR, because other users must be able to reach it.
  char name[] = "/tmp/hermes-gateway-test.XXXXXX";
  if (mkdtemp(name) == nullptr) {
    ADD_FAILURE() << "mkdtemp";
    abort();
  }
  path_ = name;
  fd_.reset(open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

TempDirectory::~TempDirectory() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
  EXPECT_FALSE(error) << path_ << ": " << error.message();
}

std::string TempDirectory::Path(const std::string& name) const {
  return path_ + "/" + name;
}

void TempDirectory::Write(const std::string& name,
                          const std::string& content) const {
  std::ofstream file(Path(name), std::ios::binary);
  file << content;
  file.close();
  EXPECT_TRUE(file.good()) << Path(name);
}

std::string TempDirectory::Read(const std::string& name) const {
  std::ifstream file(Path(name), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

bool TempDirectory::Has(const std::string& name) const {
  struct stat ignored;
  return lstat(Path(name).c_str(), &ignored) == 0;
}

}  // namespace hermes::gateway
