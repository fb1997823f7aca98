#include "shim/manager/manager_error.h"

#include <cerrno>

#include "shim/base/expected.h"

namespace hermes {
namespace {

struct Row {
  int err;  // 0: an s6 program refused
  ManagerFault operating;
  ManagerFault registering;
};

constexpr Row kRows[] = {
    {0, ManagerFault::kS6, ManagerFault::kS6},
    {EACCES, ManagerFault::kDenied, ManagerFault::kDenied},
    {EPERM, ManagerFault::kDenied, ManagerFault::kDenied},
    {ENOENT, ManagerFault::kNoSuchSlot, ManagerFault::kCannotRegister},
    {ETIMEDOUT, ManagerFault::kTimedOut, ManagerFault::kS6},
    {EINTR, ManagerFault::kTimedOut, ManagerFault::kTimedOut},
};

const Row* RowFor(int err) {
  for (const Row& row : kRows) {
    if (row.err == err) return &row;
  }
  return nullptr;
}

}  // namespace

ManagerError OperatingError(const Error& error) {
  const Row* row = RowFor(error.err);
  return {row != nullptr ? row->operating : ManagerFault::kSystem,
          Describe(error)};
}

ManagerError RegisteringError(const Error& error) {
  const Row* row = RowFor(error.err);
  return {row != nullptr ? row->registering : ManagerFault::kCannotRegister,
          Describe(error)};
}

}  // namespace hermes
