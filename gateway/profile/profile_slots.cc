#include "gateway/profile/profile_slots.h"

#include "gateway/profile/program_context.h"
#include "shim/base/expected.h"
#include "shim/manager/service_manager.h"
#include "shim/profile/slot_name.h"

namespace hermes::gateway {
namespace {

using Kind = SlotAnswer::Kind;

struct Row {
  ManagerFault fault;
  Kind kind;
  ExitCode exit_code;
};

constexpr Row kRows[] = {
    {ManagerFault::kSystem, Kind::kFailed, kSystemCall},
    {ManagerFault::kNotSupervised, Kind::kNotSupervised, kPlanned},
    {ManagerFault::kDenied, Kind::kFailed, kPermission},
    {ManagerFault::kNoSuchSlot, Kind::kNoSlot, kPlanned},
    {ManagerFault::kS6, Kind::kFailed, kUnavailable},
    {ManagerFault::kTimedOut, Kind::kFailed, kRestart},
    {ManagerFault::kForeground, Kind::kFailed, kUnplanned},
    {ManagerFault::kCannotRegister, Kind::kFailed, kUnavailable},
};

}  // namespace

SlotAnswer AnswerFor(const ManagerError& error) {
  for (const Row& row : kRows) {
    if (row.fault == error.fault) {
      return {row.kind, error.line, row.exit_code};
    }
  }
  return {Kind::kFailed, error.line, kSystemCall};
}

SlotAnswer RegisterSlot(const std::string& root, const std::string& profile) {
  auto manager = ServiceManager::Open(ContextOfPrograms(), root);
  if (!manager.ok()) return AnswerFor(manager.error());
  const auto done = manager.value().Register(profile);
  return done.ok() ? SlotAnswer() : AnswerFor(done.error());
}

SlotAnswer UnregisterSlot(const std::string& root, const std::string& profile) {
  auto manager = ServiceManager::Open(ContextOfPrograms(), root);
  if (!manager.ok()) return AnswerFor(manager.error());
  const auto done = manager.value().Unregister(SlotName(profile));
  return done.ok() ? SlotAnswer() : AnswerFor(done.error());
}

}  // namespace hermes::gateway
