#include "tests/container/image_listing.h"

#include <stdlib.h>

#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/container/docker_container.h"
#include "tests/container/program.h"

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;

// "drwxrwxrwt 0/0  0 2026-01-02 03:04 run/" or "... etc/mtab -> /proc/mounts"
ImageFile Parse(const std::string& line) {
  std::istringstream fields(line);
  ImageFile file;
  std::string size;
  std::string date;
  std::string time;
  std::string name;
  fields >> file.mode >> file.owner >> size >> date >> time >> std::ws;
  std::getline(fields, name);
  const size_t arrow = name.find(" -> ");
  if (arrow != std::string::npos) {
    file.link = name.substr(arrow + 4);
    name.resize(arrow);
  }
  if (!name.empty() && name.back() == '/') name.pop_back();
  file.path = "/" + name;
  return file;
}

}  // namespace

std::vector<ImageFile> ListImage() {
  std::string archive = fs::temp_directory_path() / "hermes-image-XXXXXX";
  const int fd = mkstemp(archive.data());
  if (fd < 0) throw std::runtime_error("cannot make " + archive);
  const Output created =
      Docker({"create", "--label", TestLabel(), TestImage()});
  const std::string id = created.out.substr(0, created.out.find('\n'));
  const Output exported = Docker({"export", "-o", archive, id});
  Docker({"rm", "-v", id});
  const Output listed =
      RunProgram({"tar", "-tv", "--numeric-owner", "-f", archive});
  fs::remove(archive);
  if (exported.exit_code != 0 || listed.exit_code != 0) {
    throw std::runtime_error("listing the image: " + exported.err + listed.err);
  }
  std::vector<ImageFile> files;
  std::istringstream lines(listed.out);
  for (std::string line; std::getline(lines, line);) {
    files.push_back(Parse(line));
  }
  return files;
}

ImageFile FileIn(const std::vector<ImageFile>& files, const std::string& path) {
  for (const ImageFile& file : files) {
    if (file.path == path) return file;
  }
  return {};
}

}  // namespace hermes::fixture
