#include "tests/process/volume.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;

// The trailing slash is needed because Path() ends in a symbolic link.
fs::path DataOf(Container& container) {
  return container.ns().Path(std::string(kHome) + "/");
}

void GiveToHermes(const fs::path& path) {
  if (lchown(path.c_str(), kHermesUid, kHermesUid) != 0) _exit(1);
}

}  // namespace

Volume Volume::Of(Container& container) {
  Volume volume;
  const fs::path root = DataOf(container);
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    volume.files_[entry.path().lexically_relative(root)] =
        ReadFile(entry.path());
  }
  return volume;
}

Volume& Volume::Write(const std::string& path, const std::string& content) {
  files_[path] = content;
  return *this;
}

Volume& Volume::AddProfile(const std::string& name, const std::string& state) {
  const std::string home = "profiles/" + name + "/";
  Write(home + "SOUL.md", "I am " + name + ".\n");
  if (!state.empty()) Write(home + "gateway_state.json", state);
  return *this;
}

Volume& Volume::Remove(const std::string& path) {
  const std::string below = path + "/";
  for (auto it = files_.begin(); it != files_.end();) {
    const bool removed =
        it->first == path || it->first.compare(0, below.size(), below) == 0;
    it = removed ? files_.erase(it) : std::next(it);
  }
  return *this;
}

std::string Volume::Read(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? "(none)" : found->second;
}

void Volume::LayOut() const {
  for (const auto& [name, content] : files_) {
    const fs::path path = fs::path(kHome) / name;
    for (fs::path parent = path.parent_path(); parent != kHome;
         parent = parent.parent_path()) {
      fs::create_directories(parent);
      GiveToHermes(parent);
    }
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.close();
    if (!file) _exit(1);
    GiveToHermes(path);
  }
}

ContainerOptions Volume::Boot(const std::vector<std::string>& arguments) const {
  ContainerOptions options;
  options.arguments = arguments;
  options.prepare = [volume = *this] { volume.LayOut(); };
  return options;
}

std::string Listing(const std::string& directory) {
  const fs::path root = directory;
  std::set<std::string> lines;
  const auto add = [&](const fs::path& path) {
    struct stat st;
    if (lstat(path.c_str(), &st) != 0) return;
    std::ostringstream line;
    line << path.lexically_relative(root).string() << ' ' << std::oct
         << st.st_mode << std::dec << ' ' << st.st_uid << ' ' << st.st_size
         << ' ' << st.st_mtim.tv_sec << '.' << st.st_mtim.tv_nsec << ' '
         << st.st_ctim.tv_sec << '.' << st.st_ctim.tv_nsec << '\n';
    lines.insert(line.str());
  };
  add(root);
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    add(entry.path());
  }
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::set<std::string> RunningProfiles(const Container& container) {
  std::set<std::string> profiles;
  for (const GatewayStart& start : container.RunningGateways()) {
    const bool named =
        start.arguments.size() > 1 && start.arguments.front() == "-p";
    profiles.insert(named ? start.arguments[1] : "default");
  }
  return profiles;
}

bool WaitForProfiles(const Container& container,
                     const std::set<std::string>& profiles) {
  return WaitUntil([&] { return RunningProfiles(container) == profiles; });
}

}  // namespace hermes::fixture
