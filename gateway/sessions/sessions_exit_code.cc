#include "gateway/sessions/sessions_exit_code.h"

namespace hermes::gateway {
namespace {

struct Row {
  absl::StatusCode status;
  ExitCode exit_code;
};

constexpr Row kRows[] = {
    {absl::StatusCode::kNotFound, kUsage},
    {absl::StatusCode::kDataLoss, kUnavailable},
    {absl::StatusCode::kUnavailable, kRestart},
};

}  // namespace

ExitCode SessionsExitCodeFor(const absl::Status& status) {
  for (const Row& row : kRows) {
    if (row.status == status.code()) return row.exit_code;
  }
  return ExitCodeFor(status);
}

}  // namespace hermes::gateway
