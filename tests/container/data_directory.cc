#include "tests/container/data_directory.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;

// The uid and gid of the user hermes in the image.
constexpr uid_t kHermes = 10000;

std::string MakeDirectory(uid_t uid, gid_t gid) {
  std::string path = (fs::temp_directory_path() / "hermes-data-XXXXXX");
  if (mkdtemp(path.data()) == nullptr || chown(path.c_str(), uid, gid) != 0) {
    throw std::runtime_error("cannot make " + path);
  }
  return path;
}

std::string Describe(const fs::path& path) {
  struct stat st = {};
  lstat(path.c_str(), &st);
  std::ostringstream line;
  line << path.string() << ' ' << std::oct << st.st_mode << std::dec << ' '
       << st.st_uid << ' ' << st.st_mtim.tv_sec << '.' << st.st_mtim.tv_nsec;
  return line.str();
}

}  // namespace

DataDirectory::DataDirectory() : DataDirectory(kHermes, kHermes) {}

DataDirectory::DataDirectory(uid_t uid, gid_t gid)
    : uid_(uid), gid_(gid), path_(MakeDirectory(uid, gid)) {}

DataDirectory::~DataDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> DataDirectory::Mounted() const {
  return {"-v", path_ + ":/opt/data"};
}

std::string DataDirectory::Path(const std::string& below) const {
  return below.empty() ? path_ : path_ + "/" + below;
}

void DataDirectory::Write(const std::string& below,
                          const std::string& content) const {
  const fs::path file = Path(below);
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  for (fs::path part = file; part != path_; part = part.parent_path()) {
    if (lchown(part.c_str(), uid_, gid_) != 0) {
      throw std::runtime_error("cannot give " + part.string());
    }
  }
}

std::string DataDirectory::Read(const std::string& below) const {
  std::ifstream file(Path(below), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool DataDirectory::Has(const std::string& below) const {
  return fs::exists(fs::symlink_status(Path(below)));
}

std::string DataDirectory::Listing() const {
  std::vector<std::string> lines = {Describe(path_)};
  for (const auto& entry : fs::recursive_directory_iterator(path_)) {
    lines.push_back(Describe(entry.path()));
  }
  std::sort(lines.begin(), lines.end());
  std::string listing;
  for (const std::string& line : lines) listing += line + "\n";
  return listing;
}

}  // namespace hermes::fixture
