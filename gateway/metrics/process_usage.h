#ifndef GATEWAY_METRICS_PROCESS_USAGE_H_
#define GATEWAY_METRICS_PROCESS_USAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/metrics/exposition.h"

namespace hermes::gateway {

// The resources that a process uses.
struct ProcessUsage {
  double cpu_secs = 0;    // user and system
  double start_secs = 0;  // since 1970
  double resident_bytes = 0;
  double virtual_bytes = 0;
  int threads = 0;
  int open_fds = 0;
  std::optional<double> max_fds;  // std::nullopt if unlimited
};

// The units of the fields of /proc/self/stat, and the boot time to which its
// start time is relative.
struct KernelUnits {
  double ticks_per_sec = 100;
  double page_bytes = 4096;
  double boot_secs = 0;  // the boot's time, since 1970
};

// Parses the text of /proc/PID/stat into all members except those about
// descriptors. Returns std::nullopt if the text is malformed. Pure.
std::optional<ProcessUsage> ParseProcessUsage(std::string_view stat,
                                              const KernelUnits& units);

// Reads the usage of this process. Returns std::nullopt if /proc cannot be
// read.
std::optional<ProcessUsage> ReadProcessUsage();

// Returns `usage` as metrics with the names that Prometheus' own client
// libraries use. Pure.
std::vector<Family> ProcessFamilies(const ProcessUsage& usage);

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_PROCESS_USAGE_H_
