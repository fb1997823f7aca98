#include "gateway/diagnostics/thread_report.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gateway/files/durable_file.h"
#include "gateway/logging/log_line.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLargest = 4 << 20;
constexpr size_t kStackBytes = size_t{16} * 1024;
constexpr size_t kMostAddresses = 64;
// Positions in stat, counted from the state, the first field after the name.
constexpr size_t kUserTicks = 11;
constexpr size_t kSystemTicks = 12;

absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}

std::string ContentOf(pid_t tid, const char* file) {
  return ReadSmallFile(AT_FDCWD,
                       absl::StrCat("/proc/self/task/", tid, "/", file),
                       kLargest)
      .value_or("");
}

std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

void ParseStat(const std::string& stat, ThreadReport* thread) {
  const size_t name_end = stat.rfind(") ");
  if (name_end == std::string::npos) return;
  const std::vector<std::string> fields =
      absl::StrSplit(stat.substr(name_end + 2), ' ');
  double user = 0;
  double system = 0;
  if (fields.size() <= kSystemTicks || fields[0].size() != 1 ||
      !absl::SimpleAtod(fields[kUserTicks], &user) ||
      !absl::SimpleAtod(fields[kSystemTicks], &system)) {
    return;
  }
  thread->state = fields[0][0];
  thread->cpu_secs =
      (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

bool ParseHex(absl::string_view text, uint64_t* value) {
  return absl::SimpleHexAtoi(text, value);
}

bool Covers(const std::vector<CodeRange>& ranges, uint64_t address) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [address](const CodeRange& range) {
                       return address >= range.begin && address < range.end;
                     });
}

std::vector<uint64_t> ReadWords(uint64_t from) {
  std::vector<uint64_t> words(kStackBytes / sizeof(uint64_t));
  const UniqueFd memory(open("/proc/self/mem", O_RDONLY | O_CLOEXEC));
  const ssize_t got =
      pread(memory.get(), words.data(), kStackBytes, static_cast<off_t>(from));
  words.resize(got > 0 ? static_cast<size_t>(got) / sizeof(uint64_t) : 0);
  return words;
}

}  // namespace

std::optional<ThreadPlace> ParsePlace(std::string_view syscall) {
  const std::vector<absl::string_view> fields =
      absl::StrSplit(View(syscall), absl::ByAnyChar(" \n"), absl::SkipEmpty());
  ThreadPlace place;
  if (fields.size() < 3 || !absl::SimpleAtoi(fields[0], &place.syscall) ||
      !ParseHex(fields[fields.size() - 2], &place.stack) ||
      !ParseHex(fields[fields.size() - 1], &place.code)) {
    return std::nullopt;
  }
  return place;
}

std::string FormatThread(const ThreadReport& thread) {
  std::string line =
      absl::StrFormat("thread %d (%s) state=%c cpu=%.2fs", thread.tid,
                      OneLine(thread.comm), thread.state, thread.cpu_secs);
  if (!thread.wchan.empty()) {
    absl::StrAppend(&line, " wchan=", OneLine(thread.wchan));
  }
  if (thread.place.has_value()) {
    absl::StrAppendFormat(&line, " syscall=%d pc=0x%x", thread.place->syscall,
                          thread.place->code);
  }
  return line;
}

std::optional<ThreadReport> ReportThread(pid_t tid) {
  const std::string stat = ContentOf(tid, "stat");
  if (stat.empty()) return std::nullopt;
  ThreadReport thread;
  thread.tid = tid;
  thread.comm = FirstLine(ContentOf(tid, "comm"));
  thread.wchan = FirstLine(ContentOf(tid, "wchan"));
  if (thread.wchan == "0") thread.wchan.clear();
  thread.place = ParsePlace(ContentOf(tid, "syscall"));
  ParseStat(stat, &thread);
  return thread;
}

std::vector<ThreadReport> ReportThreads() {
  std::vector<pid_t> tids;
  DIR* directory = opendir("/proc/self/task");
  if (directory == nullptr) return {};
  while (const dirent* entry = readdir(directory)) {
    pid_t tid = 0;
    if (absl::SimpleAtoi(entry->d_name, &tid)) tids.push_back(tid);
  }
  closedir(directory);
  std::sort(tids.begin(), tids.end());
  std::vector<ThreadReport> threads;
  for (const pid_t tid : tids) {
    std::optional<ThreadReport> thread = ReportThread(tid);
    if (thread.has_value()) threads.push_back(*thread);
  }
  return threads;
}

std::vector<CodeRange> CodeRanges(std::string_view maps) {
  std::vector<CodeRange> ranges;
  for (const absl::string_view line : absl::StrSplit(View(maps), '\n')) {
    const std::vector<absl::string_view> fields =
        absl::StrSplit(line, absl::MaxSplits(' ', 2));
    if (fields.size() < 2 || fields[1].size() < 3 || fields[1][2] != 'x') {
      continue;
    }
    const std::vector<absl::string_view> ends = absl::StrSplit(fields[0], '-');
    CodeRange range;
    if (ends.size() == 2 && ParseHex(ends[0], &range.begin) &&
        ParseHex(ends[1], &range.end)) {
      ranges.push_back(range);
    }
  }
  return ranges;
}

std::vector<uint64_t> CodeAddresses(const std::vector<uint64_t>& words,
                                    const std::vector<CodeRange>& code) {
  std::vector<uint64_t> addresses;
  for (const uint64_t word : words) {
    if (addresses.size() == kMostAddresses) break;
    if (Covers(code, word)) addresses.push_back(word);
  }
  return addresses;
}

std::vector<uint64_t> StackAddresses(const ThreadPlace& place) {
  const std::string maps =
      ReadSmallFile(AT_FDCWD, "/proc/self/maps", kLargest).value_or("");
  std::vector<uint64_t> words = ReadWords(place.stack);
  words.insert(words.begin(), place.code);
  return CodeAddresses(words, CodeRanges(maps));
}

}  // namespace hermes::gateway
