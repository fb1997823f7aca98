#include "tests/deploy/manifest.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/container/program.h"

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;

std::string Variable(const char* name) {
  const char* value = getenv(name);
  if (value == nullptr)
    throw std::runtime_error(std::string(name) + " is unset");
  return value;
}

std::string MakeDirectory() {
  std::string path = (fs::temp_directory_path() / "hermes-deploy-XXXXXX");
  if (mkdtemp(path.data()) == nullptr) {
    throw std::runtime_error("cannot make " + path);
  }
  return path;
}

void Give(const fs::path& path, gid_t group, mode_t mode) {
  if (chown(path.c_str(), 0, group) != 0 || chmod(path.c_str(), mode) != 0) {
    throw std::runtime_error("cannot give " + path.string());
  }
}

}  // namespace

Manifest::Manifest(const std::string& file, gid_t group)
    : key("key-of-the-secret-" + std::to_string(getpid())),
      host_(MakeDirectory()) {
  MakeVolumes(group);
  // The script's link leads into the source tree, and so to docs/deploy.
  const fs::path script = fs::canonical(Variable("DEPLOY_OPTIONS_SCRIPT"));
  setenv("NODE_PATH", Variable("HERMES_DEPLOY_MODULES").c_str(), 1);
  const Output printed = RunProgram(
      {"node", script.string(),
       (script.parent_path() / "../../docs/deploy").string(), file, host_});
  if (printed.exit_code != 0) throw std::runtime_error(printed.err);
  std::vector<std::string>* part = &options;
  std::istringstream lines(printed.out);
  std::string line;
  while (std::getline(lines, line)) {
    if (line != "--") {
      part->push_back(line);
    } else {
      part = part == &options ? &arguments : &probe;
    }
  }
}

Manifest::~Manifest() {
  std::error_code ignored;
  fs::remove_all(host_, ignored);
}

void Manifest::MakeVolumes(gid_t group) const {
  if (chmod(host_.c_str(), 0755) != 0) throw std::runtime_error("chmod");
  for (const char* name : {"data", "run", "tmp", "secrets"}) {
    fs::create_directory(host_ + "/" + name);
  }
  const std::string secret = host_ + "/secrets/hermes.env";
  std::ofstream(secret) << "API_SERVER_KEY=" << key << "\n";
  Give(secret, group, 0440);
  Give(host_ + "/secrets", group, 0755);
  Give(host_ + "/data", group, 02775);
  for (const char* name : {"/run", "/tmp"}) Give(host_ + name, group, 02777);
}

}  // namespace hermes::fixture
