#include "shim/manager/slot_state.h"

#include <string_view>

namespace hermes {
namespace {

struct Row {
  SlotState state;
  std::string_view word;
  bool (*holds)(const SlotFacts&);
};

constexpr Row kRows[] = {
    {SlotState::kNoSlot, "no slot",
     [](const SlotFacts& f) { return !f.published; }},
    {SlotState::kForeground, "foreground",
     [](const SlotFacts& f) { return f.foreground && !f.status.up; }},
    {SlotState::kDraining, "draining",
     [](const SlotFacts& f) { return f.status.up && !f.status.wanted_up; }},
    {SlotState::kHeld, "held",
     [](const SlotFacts& f) { return f.status.up && f.status.held; }},
    {SlotState::kBackingOff, "backing off",
     [](const SlotFacts& f) { return f.status.up && f.status.backing_off; }},
    {SlotState::kRestarting, "restarting",
     [](const SlotFacts& f) {
       return f.status.wanted_up && (f.restart_marked || !f.status.up);
     }},
    {SlotState::kRunning, "running",
     [](const SlotFacts& f) { return f.status.up && f.status.ready; }},
    {SlotState::kStarting, "starting",
     [](const SlotFacts& f) { return f.status.up; }},
    {SlotState::kFailed, "failed",
     [](const SlotFacts& f) { return f.status.failed_code >= 0; }},
    {SlotState::kDisabled, "disabled",
     [](const SlotFacts& f) { return f.is_dashboard; }},
    {SlotState::kDown, "down", [](const SlotFacts&) { return true; }},
};

}  // namespace

SlotState StateOf(const SlotFacts& facts) {
  for (const Row& row : kRows) {
    if (row.holds(facts)) return row.state;
  }
  return SlotState::kDown;
}

std::string_view WordOf(SlotState state) {
  for (const Row& row : kRows) {
    if (row.state == state) return row.word;
  }
  return "";
}

}  // namespace hermes
