#include "gateway/dashboard/view/restart_log.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gateway/logging/log_line.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr size_t kMostEvents = 20;
constexpr off_t kTail = off_t{256} * 1024;
// "2026-11-24 10:58:44.123456789  "
constexpr size_t kStampLength = 29;

// How a line about an exit continues after the slot's name.
constexpr const char* kBeginnings[] = {
    "was killed by signal ",
    "ended with exit code ",
    "ended before the gateway began",
};

// Parses the local time at the start of a log line.
std::optional<std::time_t> TimeOf(absl::string_view line) {
  std::tm local = {};
  const std::string stamp(line.substr(0, 19));
  const char* end = strptime(stamp.c_str(), "%Y-%m-%d %H:%M:%S", &local);
  if (end == nullptr || *end != '\0') return std::nullopt;
  local.tm_isdst = -1;
  const std::time_t at = mktime(&local);
  if (at == -1) return std::nullopt;
  return at;
}

// Parses a line about an exit; `head` is the text before the event.
std::optional<RestartEvent> EventIn(absl::string_view line,
                                    absl::string_view head) {
  if (line.size() < kStampLength + 2 + head.size()) return std::nullopt;
  const std::optional<std::time_t> at = TimeOf(line);
  absl::string_view rest = line.substr(kStampLength + 2);
  if (!at.has_value() || !absl::ConsumePrefix(&rest, head)) {
    return std::nullopt;
  }
  const bool tells_of_end = std::any_of(
      std::begin(kBeginnings), std::end(kBeginnings),
      [&](const char* start) { return absl::StartsWith(rest, start); });
  if (!tells_of_end) return std::nullopt;
  const size_t semicolon = rest.find("; ");
  RestartEvent event;
  event.at = *at;
  event.cause =
      OneLine(std::string_view(rest.data(), std::min(semicolon, rest.size())));
  if (semicolon != absl::string_view::npos) {
    rest.remove_prefix(semicolon + 2);
    event.outcome = OneLine({rest.data(), rest.size()});
  }
  return event;
}

// Returns the end of the regular file: whole lines, except that the first may
// be incomplete.
std::string Tail(const std::string& path) {
  const UniqueFd file(
      open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat st = {};
  if (!file.valid() || fstat(file.get(), &st) != 0 || !S_ISREG(st.st_mode)) {
    return "";
  }
  const off_t from = std::max<off_t>(0, st.st_size - kTail);
  std::string text(static_cast<size_t>(st.st_size - from), '\0');
  const ssize_t got = pread(file.get(), text.data(), text.size(), from);
  text.resize(got < 0 ? 0 : static_cast<size_t>(got));
  return text;
}

// Returns the name of the file that s6-log rotated last; "" if there is none.
// The names sort by time.
std::string LatestArchive(const std::string& directory) {
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(opendir(directory.c_str()),
                                                &closedir);
  std::string latest;
  if (dir == nullptr) return latest;
  while (const dirent* entry = readdir(dir.get())) {
    const std::string name = entry->d_name;
    if (absl::StartsWith(name, "@") && absl::EndsWith(name, ".s")) {
      latest = std::max(latest, name);
    }
  }
  return latest;
}

}  // namespace

std::vector<RestartEvent> RestartsIn(std::string_view text,
                                     std::string_view slot, size_t most) {
  const std::string head = absl::StrCat(
      "hermes-entry: ", absl::string_view(slot.data(), slot.size()), ": ");
  std::vector<RestartEvent> events;
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    std::optional<RestartEvent> event = EventIn(line, head);
    if (event.has_value()) events.push_back(*std::move(event));
  }
  std::reverse(events.begin(), events.end());
  if (events.size() > most) events.resize(most);
  return events;
}

RestartLog::RestartLog(std::string directory, std::string slot)
    : directory_(std::move(directory)), slot_(std::move(slot)) {}

const std::vector<RestartEvent>& RestartLog::Read() {
  const std::string current = directory_ + "/current";
  struct stat st = {};
  Stamp now;
  if (lstat(current.c_str(), &st) == 0) {
    now = {st.st_ino, st.st_size,
           st.st_mtim.tv_sec * 1'000'000'000LL + st.st_mtim.tv_nsec};
  }
  if (now == stamp_) return events_;
  stamp_ = now;
  events_ = RestartsIn(Tail(current), slot_, kMostEvents);
  const std::string archive = LatestArchive(directory_);
  if (events_.size() < kMostEvents && !archive.empty()) {
    for (RestartEvent& event :
         RestartsIn(Tail(directory_ + "/" + archive), slot_,
                    kMostEvents - events_.size())) {
      events_.push_back(std::move(event));
    }
  }
  return events_;
}

}  // namespace hermes::gateway::dashboard
