#include "gateway/command/exit_code.h"

namespace hermes::gateway {
namespace {

struct Row {
  absl::StatusCode status;
  ExitCode exit_code;
};

constexpr Row kRows[] = {
    {absl::StatusCode::kOk, kPlanned},
    {absl::StatusCode::kInvalidArgument, kUsage},
    {absl::StatusCode::kPermissionDenied, kPermission},
    {absl::StatusCode::kFailedPrecondition, kConfiguration},
    {absl::StatusCode::kAlreadyExists, kUnplanned},
    {absl::StatusCode::kAborted, kUnplanned},
    {absl::StatusCode::kNotFound, kCannotCreate},
    {absl::StatusCode::kResourceExhausted, kCannotCreate},
};

}  // namespace

ExitCode ExitCodeFor(const absl::Status& status) {
  for (const Row& row : kRows) {
    if (row.status == status.code()) return row.exit_code;
  }
  return kSystemCall;
}

}  // namespace hermes::gateway
