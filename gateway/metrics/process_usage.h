#ifndef GATEWAY_METRICS_PROCESS_USAGE_H_
#define GATEWAY_METRICS_PROCESS_USAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/metrics/exposition.h"

namespace hermes::gateway {

// What this process uses of the machine.
struct ProcessUsage {
  double cpu_secs = 0;    // user and system
  double start_secs = 0;  // since 1970
  double resident_bytes = 0;
  double virtual_bytes = 0;
  int threads = 0;
  int open_fds = 0;
  std::optional<double> max_fds;  // nothing: no limit
};

// What /proc/self/stat's fields are counted in, and from when.
struct KernelUnits {
  double ticks_per_sec = 100;
  double page_bytes = 4096;
  double boot_secs = 0;  // the boot's time, since 1970
};

// All but the descriptors, from the text of /proc/PID/stat. Nothing if it is
// no such text. Pure.
std::optional<ProcessUsage> ParseProcessUsage(std::string_view stat,
                                              const KernelUnits& units);

// This process now; nothing where /proc is not there.
std::optional<ProcessUsage> ReadProcessUsage();

// Under the names that Prometheus' own clients give them. Pure.
std::vector<Family> ProcessFamilies(const ProcessUsage& usage);

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_PROCESS_USAGE_H_
