#include "gateway/metrics/process_usage.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gateway/files/durable_file.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLargest = size_t{64} * 1024;

// Indices of the fields after the command's name; field 0 is the state.
enum StatField : size_t {
  kUserTicks = 11,
  kSystemTicks = 12,
  kThreads = 17,
  kStartTicks = 19,
  kVirtualBytes = 20,
  kResidentPages = 21,
};

std::optional<double> BootTime() {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(AT_FDCWD, "/proc/stat", size_t{4} << 20);
  if (!text.ok()) return std::nullopt;
  const size_t at = text->find("\nbtime ");
  double secs = 0;
  if (at == std::string::npos) return std::nullopt;
  const std::string rest = text->substr(at + 7, 32);
  if (!absl::SimpleAtod(rest.substr(0, rest.find('\n')), &secs)) {
    return std::nullopt;
  }
  return secs;
}

// Does not count the descriptor that reads the directory.
int CountOpenFds() {
  DIR* directory = opendir("/proc/self/fd");
  if (directory == nullptr) return 0;
  int count = 0;
  while (const dirent* entry = readdir(directory)) {
    if (entry->d_name[0] != '.') ++count;
  }
  closedir(directory);
  return count - 1;
}

std::optional<double> MaxFds() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
      limit.rlim_cur == RLIM_INFINITY) {
    return std::nullopt;
  }
  return static_cast<double>(limit.rlim_cur);
}

Family One(MetricKind kind, const char* name, const char* help, double value) {
  return {name, help, kind, {{"", {}, value}}};
}

}  // namespace

std::optional<ProcessUsage> ParseProcessUsage(std::string_view stat,
                                              const KernelUnits& units) {
  // The command's name may contain any byte, including parentheses and spaces.
  const size_t name_end = stat.rfind(") ");
  if (name_end == std::string_view::npos) return std::nullopt;
  stat.remove_prefix(name_end + 2);
  const std::vector<std::string> fields =
      absl::StrSplit(absl::string_view(stat.data(), stat.size()), ' ');
  if (fields.size() <= kResidentPages) return std::nullopt;
  double values[kResidentPages + 1] = {};
  for (size_t i = 1; i <= kResidentPages; ++i) {
    if (!absl::SimpleAtod(fields[i], &values[i])) return std::nullopt;
  }
  ProcessUsage usage;
  usage.cpu_secs =
      (values[kUserTicks] + values[kSystemTicks]) / units.ticks_per_sec;
  usage.start_secs =
      units.boot_secs + values[kStartTicks] / units.ticks_per_sec;
  usage.virtual_bytes = values[kVirtualBytes];
  usage.resident_bytes = values[kResidentPages] * units.page_bytes;
  usage.threads = static_cast<int>(values[kThreads]);
  return usage;
}

std::optional<ProcessUsage> ReadProcessUsage() {
  // Read only once: the boot time does not change, and /proc/stat is long on a
  // large machine.
  static const std::optional<double> boot_secs = BootTime();
  const absl::StatusOr<std::string> stat =
      ReadSmallFile(AT_FDCWD, "/proc/self/stat", kLargest);
  if (!stat.ok() || !boot_secs.has_value()) return std::nullopt;
  std::optional<ProcessUsage> usage = ParseProcessUsage(
      *stat, {static_cast<double>(sysconf(_SC_CLK_TCK)),
              static_cast<double>(sysconf(_SC_PAGESIZE)), *boot_secs});
  if (!usage.has_value()) return std::nullopt;
  usage->open_fds = CountOpenFds();
  usage->max_fds = MaxFds();
  return usage;
}

std::vector<Family> ProcessFamilies(const ProcessUsage& usage) {
  constexpr MetricKind kGauge = MetricKind::kGauge;
  std::vector<Family> families = {
      One(MetricKind::kCounter, "process_cpu_seconds_total",
          "CPU time used, user and system, in seconds.", usage.cpu_secs),
      One(kGauge, "process_resident_memory_bytes", "Resident memory in bytes.",
          usage.resident_bytes),
      One(kGauge, "process_virtual_memory_bytes", "Virtual memory in bytes.",
          usage.virtual_bytes),
      One(kGauge, "process_start_time_seconds",
          "When the process started, in seconds since 1970.", usage.start_secs),
      One(kGauge, "process_open_fds", "Open file descriptors.", usage.open_fds),
      One(kGauge, "process_threads", "Threads of the process.", usage.threads),
  };
  if (usage.max_fds.has_value()) {
    families.push_back(One(kGauge, "process_max_fds",
                           "Maximum number of open file descriptors.",
                           *usage.max_fds));
  }
  return families;
}

}  // namespace hermes::gateway
