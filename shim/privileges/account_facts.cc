#include "shim/privileges/account_facts.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

std::string AccountFile(const char* path) {
  constexpr size_t kLimit = 4 << 20;
  Expected<std::string> text = ReadSmallFile(AT_FDCWD, path, kLimit);
  return text.ok() ? std::move(text).value() : std::string();
}

}  // namespace

std::string PasswdText() { return AccountFile("/etc/passwd"); }

std::string GroupText() { return AccountFile("/etc/group"); }

std::vector<gid_t> SupplementaryGroups() {
  const int count = getgroups(0, nullptr);
  if (count <= 0) return {};
  std::vector<gid_t> groups(static_cast<size_t>(count));
  const int got = getgroups(count, groups.data());
  groups.resize(got < 0 ? 0 : static_cast<size_t>(got));
  return groups;
}

std::optional<gid_t> DockerSocketGroup() {
  struct stat st;
  if (stat("/var/run/docker.sock", &st) != 0 || !S_ISSOCK(st.st_mode)) {
    return std::nullopt;
  }
  return st.st_gid;
}

}  // namespace hermes
