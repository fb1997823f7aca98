#include "gateway/lifecycle/exit_diagnosis.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "gateway/logging/rotating_file.h"

namespace hermes::gateway {
namespace {

const RotatingFile& DiagnosisFile() {
  static const RotatingFile file = {"gateway-exit-diag.log", size_t{256} * 1024,
                                    1, 0644};
  return file;
}

}  // namespace

std::string DiagnosisLine(const ExitDiagnosis& diagnosis) {
  const std::string signal =
      diagnosis.signal.empty() ? "no signal" : diagnosis.signal;
  return absl::StrCat(FormatRfc3339(diagnosis.time), " pid=", diagnosis.pid,
                      " exit=", static_cast<int>(diagnosis.verdict.exit_code),
                      " reason=\"", diagnosis.verdict.reason,
                      "\" drained=", diagnosis.drained ? "yes" : "no", " by=\"",
                      signal, "\"\n");
}

absl::Status AppendDiagnosis(int home_fd, const ExitDiagnosis& diagnosis) {
  return AppendRotating(home_fd, DiagnosisFile(), DiagnosisLine(diagnosis));
}

}  // namespace hermes::gateway
