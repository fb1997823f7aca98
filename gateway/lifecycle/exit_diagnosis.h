#ifndef GATEWAY_LIFECYCLE_EXIT_DIAGNOSIS_H_
#define GATEWAY_LIFECYCLE_EXIT_DIAGNOSIS_H_

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "gateway/lifecycle/verdict.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

// How a gateway ended.
struct ExitDiagnosis {
  WallTime time{};
  pid_t pid = 0;
  Verdict verdict{};
  std::string signal;    // from DescribeSignal(); "" if only a marker ended it
  bool drained = false;  // whether all work was finished
};

// Returns one line for logs/gateway-exit-diag.log, with its newline. Pure.
std::string DiagnosisLine(const ExitDiagnosis& diagnosis);

// Appends the line to that file below `home_fd`; keeps one old file of 256 KiB.
// Errors: as AppendRotating.
absl::Status AppendDiagnosis(int home_fd, const ExitDiagnosis& diagnosis);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_EXIT_DIAGNOSIS_H_
