#ifndef GATEWAY_DASHBOARD_VIEW_SYSTEM_STATS_H_
#define GATEWAY_DASHBOARD_VIEW_SYSTEM_STATS_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hermes::gateway::dashboard {

// The state of the machine and of the data volume. A value that the kernel does
// not report is std::nullopt.
struct SystemStats {
  std::optional<double> uptime_secs;  // of this container, from its process 1
  std::vector<double> load;           // over 1, 5 and 15 minutes
  std::optional<int64_t> memory_total;
  std::optional<int64_t> memory_available;
  // This container's; std::nullopt without a limit.
  std::optional<int64_t> memory_limit;
  std::optional<int64_t> memory_used;
  std::optional<int64_t> disk_total;
  std::optional<int64_t> disk_free;
  int processes = 0;  // that are visible in /proc
};

// Parse /proc/uptime, /proc/loadavg, /proc/meminfo, and a control group's
// memory.max and memory.current. Pure.
std::optional<double> ParseUptime(const std::string& text);
// Returns the age in seconds of a process that started `start_ticks` after the
// machine did; `uptime` is the machine's in seconds, `ticks` the ticks per
// second.
double SecondsSince(uint64_t start_ticks, double uptime, long ticks);
std::vector<double> ParseLoad(const std::string& text);
std::optional<int64_t> ParseMemory(const std::string& text, const char* name);
std::optional<int64_t> ParseGroupMemory(const std::string& text);

// Reads the values; `root` is a path on the data volume.
SystemStats ReadSystemStats(const std::string& root);

// Return parts of StatsDocument(). Pure.
boost::json::object MemoryObject(const SystemStats& stats);
boost::json::object DiskObject(const SystemStats& stats);
// Returns the document of /api/system/stats. Pure.
boost::json::object StatsDocument(const SystemStats& stats,
                                  int open_connections);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_SYSTEM_STATS_H_
