#ifndef GATEWAY_DASHBOARD_VIEW_SYSTEM_STATS_H_
#define GATEWAY_DASHBOARD_VIEW_SYSTEM_STATS_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hermes::gateway {

// How the machine and the data volume are. What the kernel does not tell is
// nothing.
struct SystemStats {
  std::optional<double> uptime_secs;  // of this container: of its process 1
  std::vector<double> load;           // of 1, 5 and 15 minutes
  std::optional<int64_t> memory_total;
  std::optional<int64_t> memory_available;
  // Of this container; no limit is nothing.
  std::optional<int64_t> memory_limit;
  std::optional<int64_t> memory_used;
  std::optional<int64_t> disk_total;
  std::optional<int64_t> disk_free;
  int processes = 0;  // that can be seen from here
};

// From the texts of /proc/uptime, /proc/loadavg, /proc/meminfo, and of
// memory.max and memory.current of a control group. Pure.
std::optional<double> ParseUptime(const std::string& text);
// How long a process runs that was started `start_ticks` after the machine was;
// `ticks` make a second.
double SecondsSince(uint64_t start_ticks, double uptime, long ticks);
std::vector<double> ParseLoad(const std::string& text);
std::optional<int64_t> ParseMemory(const std::string& text, const char* name);
std::optional<int64_t> ParseGroupMemory(const std::string& text);

// `root` is on the data volume.
SystemStats ReadSystemStats(const std::string& root);

// Parts of it. Pure.
boost::json::object MemoryObject(const SystemStats& stats);
boost::json::object DiskObject(const SystemStats& stats);
// The document of /api/system/stats. Pure.
boost::json::object StatsDocument(const SystemStats& stats,
                                  int open_connections);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_SYSTEM_STATS_H_
