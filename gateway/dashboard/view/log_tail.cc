#include "gateway/dashboard/view/log_tail.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/profile/profile_choice.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr off_t kMostTail = off_t{2} << 20;
constexpr size_t kChunk = size_t{64} * 1024;
constexpr size_t kLongestLine = size_t{8} * 1024;

// Reads `size` bytes from the offset `from`; fewer at the end of the file.
std::string ReadAt(int fd, off_t from, off_t size) {
  std::string text(static_cast<size_t>(std::max<off_t>(size, 0)), '\0');
  size_t got = 0;
  while (got < text.size()) {
    const ssize_t more = pread(fd, text.data() + got, text.size() - got,
                               from + static_cast<off_t>(got));
    if (more <= 0) break;
    got += static_cast<size_t>(more);
  }
  text.resize(got);
  return text;
}

}  // namespace

std::optional<std::string> LogPath(const std::string& root,
                                   const std::string& profile,
                                   const std::string& file) {
  const std::string logs = ProfileHome(root, profile) + "/logs/";
  if (file == "gateway") return logs + "gateway.log";
  if (file == "errors") return logs + "errors.log";
  if (file == "current") {
    return absl::StrCat(root, "/logs/gateways/", profile, "/current");
  }
  if (file == "boot") return root + "/logs/container-boot.log";
  return std::nullopt;
}

LogTail::LogTail(std::string path) : path_(std::move(path)) {}

bool LogTail::Open() {
  UniqueFd file(
      open(path_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat st = {};
  if (!file.valid() || fstat(file.get(), &st) != 0 || !S_ISREG(st.st_mode)) {
    return false;
  }
  file_ = std::move(file);
  at_ = 0;
  return true;
}

std::vector<std::string> LogTail::Last(size_t most) {
  std::vector<std::string> lines;
  if (!Open()) return lines;
  struct stat st = {};
  fstat(file_.get(), &st);
  const off_t from = std::max<off_t>(0, st.st_size - kMostTail);
  std::string text = ReadAt(file_.get(), from, st.st_size - from);
  at_ = from + static_cast<off_t>(text.size());
  // The first line is incomplete; drop it.
  if (from > 0) text.erase(0, text.find('\n') + 1);
  Append(text.data(), text.size(), &lines);
  if (lines.size() > most) {
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most));
  }
  return lines;
}

std::vector<std::string> LogTail::More() {
  std::vector<std::string> lines;
  if (!file_.valid() && !Open()) return lines;
  // Check before reading: the next call still reads what is appended to the old
  // file after the check.
  const bool replaced = WasReplaced();
  struct stat st = {};
  if (fstat(file_.get(), &st) == 0 && st.st_size < at_) {
    at_ = 0;  // the file was truncated in place
    unfinished_.clear();
  }
  const std::string text = ReadAt(file_.get(), at_, static_cast<off_t>(kChunk));
  at_ += static_cast<off_t>(text.size());
  Append(text.data(), text.size(), &lines);
  if (replaced && text.empty()) {
    if (!unfinished_.empty()) lines.push_back(std::exchange(unfinished_, ""));
    file_.reset();
  }
  return lines;
}

bool LogTail::WasReplaced() const {
  struct stat held = {};
  struct stat named = {};
  if (fstat(file_.get(), &held) != 0) return true;
  // During rotation neither file exists for a moment.
  if (lstat(path_.c_str(), &named) != 0) return false;
  return held.st_dev != named.st_dev || held.st_ino != named.st_ino;
}

void LogTail::Append(const char* bytes, size_t size,
                     std::vector<std::string>* lines) {
  std::string_view text(bytes, size);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view part = text.substr(0, end);
    if (!cutting_) {
      unfinished_ += part.substr(0, kLongestLine - unfinished_.size());
      cutting_ = unfinished_.size() >= kLongestLine;
    }
    if (end == std::string_view::npos) return;
    lines->push_back(std::exchange(unfinished_, ""));
    cutting_ = false;
    text.remove_prefix(end + 1);
  }
}

}  // namespace hermes::gateway::dashboard
