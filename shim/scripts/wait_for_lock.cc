#include "shim/scripts/wait_for_lock.h"

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/monotonic_clock.h"
#include "shim/profile/profile_lock.h"
#include "shim/scripts/stop_wait.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr long kPollEveryMs = 1000;

HoldFacts Gather(int data_fd, const std::string& home) {
  HoldFacts facts;
  facts.holder = ProbeProfileLock(home).holder;
  // Read again each time, because an operator's start removes both records.
  const std::optional<DeathRecord> deaths =
      ParseDeathRecord(ReadRecord(data_fd, kDeathsFile));
  facts.taken_over = deaths.has_value() && deaths->taken_over;
  const std::optional<TakeoverRecord> tried =
      ParseTakeoverRecord(ReadRecord(data_fd, kTakeoverFile));
  facts.tried_to_take = tried.has_value();
  if (tried) facts.since_try_ms = BootTimeMs() - tried->at_ms;
  return facts;
}

std::string_view Reason(Hold hold) {
  switch (hold) {
    case Hold::kElsewhere:
      return ": the profile is in use outside of this container; waiting until "
             "its gateway.lock is free";
    case Hold::kTakenOver:
      return ": another gateway has taken the profile over; waiting until that "
             "one has ended";
    case Hold::kJustTried:
      return ": another gateway of this container still has the profile; "
             "waiting until it has ended, at most a minute until it is asked "
             "to end again";
    case Hold::kNone:
      break;
  }
  return "";
}

void Note(int data_fd, const char* name, const std::string& record) {
  const Expected<void> written = WriteRecord(data_fd, name, record);
  if (!written.ok())
    Say({"continuing without it: ", Describe(written.error())});
}

}  // namespace

Hold HoldOf(const HoldFacts& facts) {
  if (facts.holder == LockHolder::kNobody) return Hold::kNone;
  if (facts.taken_over) return Hold::kTakenOver;
  if (facts.holder == LockHolder::kElsewhere) return Hold::kElsewhere;
  if (facts.tried_to_take && facts.since_try_ms < kTakeoverEveryMs) {
    return Hold::kJustTried;
  }
  return Hold::kNone;
}

bool WaitForProfile(int data_fd, const std::string& slot,
                    const std::string& home) {
  Hold said = Hold::kNone;
  while (true) {
    const HoldFacts facts = Gather(data_fd, home);
    const Hold hold = HoldOf(facts);
    if (hold == Hold::kNone) {
      if (facts.holder == LockHolder::kHere) {
        Note(data_fd, kTakeoverFile,
             FormatRecord(TakeoverRecord{BootTimeMs()}));
      }
      return true;
    }
    if (hold != said) {
      Say({slot, Reason(hold)});
      Note(data_fd, kPhaseFile, FormatRecord(PhaseRecord{0, true}));
      said = hold;
    }
    if (StopComesWithin(kPollEveryMs)) return false;
  }
}

}  // namespace hermes
