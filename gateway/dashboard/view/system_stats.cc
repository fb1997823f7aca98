#include "gateway/dashboard/view/system_stats.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gateway/files/durable_file.h"
#include "gateway/lock/process_facts.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

constexpr size_t kLargest = 1 << 16;

std::string Text(const char* path) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(AT_FDCWD, path, kLargest);
  return text.ok() ? *text : "";
}

int CountProcesses() {
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(opendir("/proc"), &closedir);
  int count = 0;
  if (proc == nullptr) return count;
  while (const dirent* entry = readdir(proc.get())) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(entry->d_name[0]))) {
      ++count;
    }
  }
  return count;
}

std::optional<double> ContainerUptime() {
  const std::optional<double> machine = ParseUptime(Text("/proc/uptime"));
  const std::optional<ProcessFacts> first = ProcProcessTable().Find(1);
  if (!machine.has_value() || !first.has_value()) return machine;
  return SecondsSince(first->start_time, *machine, sysconf(_SC_CLK_TCK));
}

template <typename T>
json::value OrNull(const std::optional<T>& value) {
  if (!value.has_value()) return nullptr;
  return json::value(*value);
}

}  // namespace

std::optional<double> ParseUptime(const std::string& text) {
  double secs = 0;
  const std::vector<std::string> words = absl::StrSplit(text, ' ');
  if (!absl::SimpleAtod(words.front(), &secs)) return std::nullopt;
  return secs;
}

double SecondsSince(uint64_t start_ticks, double uptime, long ticks) {
  return std::max(0.0, uptime - static_cast<double>(start_ticks) /
                                    static_cast<double>(ticks));
}

std::vector<double> ParseLoad(const std::string& text) {
  std::vector<double> load;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    double value = 0;
    if (load.size() == 3 || !absl::SimpleAtod(word, &value)) break;
    load.push_back(value);
  }
  return load;
}

std::optional<int64_t> ParseMemory(const std::string& text, const char* name) {
  const std::string head = absl::StrCat(name, ":");
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!absl::ConsumePrefix(&line, head)) continue;
    absl::ConsumeSuffix(&line, "kB");
    int64_t kib = 0;
    if (!absl::SimpleAtoi(line, &kib)) return std::nullopt;
    return kib * 1024;
  }
  return std::nullopt;
}

std::optional<int64_t> ParseGroupMemory(const std::string& text) {
  int64_t bytes = 0;
  if (!absl::SimpleAtoi(text, &bytes)) return std::nullopt;
  return bytes;
}

SystemStats ReadSystemStats(const std::string& root) {
  SystemStats stats;
  stats.uptime_secs = ContainerUptime();
  stats.load = ParseLoad(Text("/proc/loadavg"));
  const std::string memory = Text("/proc/meminfo");
  stats.memory_total = ParseMemory(memory, "MemTotal");
  stats.memory_available = ParseMemory(memory, "MemAvailable");
  stats.memory_limit = ParseGroupMemory(Text("/sys/fs/cgroup/memory.max"));
  stats.memory_used = ParseGroupMemory(Text("/sys/fs/cgroup/memory.current"));
  stats.processes = CountProcesses();
  struct statvfs disk = {};
  if (statvfs(root.c_str(), &disk) == 0) {
    const auto block = static_cast<int64_t>(disk.f_frsize);
    stats.disk_total = static_cast<int64_t>(disk.f_blocks) * block;
    stats.disk_free = static_cast<int64_t>(disk.f_bavail) * block;
  }
  return stats;
}

json::object MemoryObject(const SystemStats& stats) {
  return {{"total_bytes", OrNull(stats.memory_total)},
          {"available_bytes", OrNull(stats.memory_available)},
          {"container_limit_bytes", OrNull(stats.memory_limit)},
          {"container_used_bytes", OrNull(stats.memory_used)}};
}

json::object DiskObject(const SystemStats& stats) {
  return {{"total_bytes", OrNull(stats.disk_total)},
          {"free_bytes", OrNull(stats.disk_free)}};
}

json::object StatsDocument(const SystemStats& stats, int open_connections) {
  return {{"uptime_secs", OrNull(stats.uptime_secs)},
          {"load", json::array(stats.load.begin(), stats.load.end())},
          {"memory", MemoryObject(stats)},
          {"disk", DiskObject(stats)},
          {"processes", stats.processes},
          {"open_connections", open_connections}};
}

}  // namespace hermes::gateway::dashboard
