#include "shim/privileges/account_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/privileges/account_facts.h"

namespace hermes {
namespace {

constexpr std::string_view kName = "hermes";

// Splits `line` at its colons.
std::vector<std::string> Fields(std::string_view line) {
  std::vector<std::string> fields;
  while (true) {
    const size_t colon = line.find(':');
    fields.emplace_back(line.substr(0, colon));
    if (colon == std::string_view::npos) return fields;
    line.remove_prefix(colon + 1);
  }
}

std::string Joined(const std::vector<std::string>& fields) {
  std::string line = fields.front();
  for (size_t i = 1; i < fields.size(); ++i) line += ":" + fields[i];
  return line;
}

// Returns `text` with the fields from the third one on of the line of `hermes`
// set to `ids`. Returns std::nullopt if nothing changes.
std::optional<std::string> WithIds(std::string_view text,
                                   const std::vector<std::string>& ids) {
  constexpr size_t kFirstId = 2;
  std::string result;
  bool changed = false;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::vector<std::string> fields = Fields(text.substr(0, end));
    if (fields.front() == kName && fields.size() >= kFirstId + ids.size()) {
      for (size_t i = 0; i < ids.size(); ++i) {
        changed = changed || fields[kFirstId + i] != ids[i];
        fields[kFirstId + i] = ids[i];
      }
    }
    result += Joined(fields);
    if (end == std::string_view::npos) break;
    result += '\n';
    text.remove_prefix(end + 1);
  }
  return changed ? std::optional(result) : std::nullopt;
}

void Replace(const UniqueFd& etc, const std::string& name,
             const std::optional<std::string>& text) {
  struct stat st;
  if (!text.has_value() ||
      fstatat(etc.get(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISREG(st.st_mode)) {
    return;
  }
  // Every uid must be able to read these files, regardless of the umask.
  const mode_t before = umask(0);
  // If the file cannot be replaced (read-only, mounted), it stays unchanged.
  static_cast<void>(ReplaceFile(etc.get(), name, *text, st.st_mode & 07777));
  umask(before);
}

}  // namespace

std::optional<std::string> PasswdWithHermes(std::string_view passwd, uid_t uid,
                                            gid_t gid) {
  return WithIds(passwd, {std::to_string(uid), std::to_string(gid)});
}

std::optional<std::string> GroupWithHermes(std::string_view group, gid_t gid) {
  return WithIds(group, {std::to_string(gid)});
}

void UpdateAccountFiles(uid_t uid, gid_t gid) {
  const Expected<UniqueFd> etc = OpenDirectory(AT_FDCWD, "/etc");
  if (!etc.ok()) return;
  Replace(etc.value(), "passwd", PasswdWithHermes(PasswdText(), uid, gid));
  Replace(etc.value(), "group", GroupWithHermes(GroupText(), gid));
}

}  // namespace hermes
