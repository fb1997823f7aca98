#include "tests/shim/profile/temporary_home.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "gtest/gtest.h"

namespace hermes {

TemporaryHome::TemporaryHome() : path_(testing::TempDir() + "/home-XXXXXX") {
  EXPECT_NE(mkdtemp(path_.data()), nullptr);
}

TemporaryHome::~TemporaryHome() { std::filesystem::remove_all(path_); }

void TemporaryHome::Write(const std::string& name,
                          const std::string& content) const {
  const std::filesystem::path path = Path(name);
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

std::string TemporaryHome::Read(const std::string& name) const {
  std::ifstream file(Path(name), std::ios::binary);
  if (!file) return "(none)";
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string TemporaryHome::Names() const {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.insert(entry.path().filename());
  }
  std::string text;
  for (const std::string& name : names) text.append(name).append(" ");
  return text;
}

}  // namespace hermes
