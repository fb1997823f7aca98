// What s6-svstat prints, and the records in a slot's data/.

#include <optional>
#include <string>
#include <string_view>

#include "shim/slot/slot_records.h"
#include "shim/slot/slot_status.h"
#include "tests/fuzzing/harness.h"

namespace hermes {
namespace {

using fuzzing::Require;

constexpr char kEarly[] = " @400000006000000000000000";
constexpr char kLate[] = " @400000006000000100000000";

// `status` as s6-svstat would print it.
std::string Printed(const SlotStatus& status) {
  const auto word = [](bool value) { return value ? "true " : "false "; };
  return std::string(word(status.up)) + word(status.wanted_up) +
         word(status.ready) + std::to_string(status.pid) + " " +
         std::to_string(status.exit_code) + " -1" + kLate +
         (status.finishing ? kEarly : kLate) + " " +
         std::to_string(status.seconds_since_change) + "\n";
}

void CheckStatus(std::string_view text) {
  const std::optional<SlotStatus> status = ParseSlotStatus(text);
  if (!status.has_value()) return;
  Require(status->exit_code >= -1 && status->exit_code <= 255,
          "an exit code is one");
  Require(status->pid == -1 || status->pid > 0, "a pid is one, or missing");
  Require(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789 @-\n") ==
              std::string_view::npos,
          "what s6-svstat does not print is refused");
  Require(!status->finishing || !status->up, "what is up does not finish");
  const auto again = ParseSlotStatus(Printed(*status));
  Require(again.has_value() && again->up == status->up &&
              again->wanted_up == status->wanted_up &&
              again->ready == status->ready && again->pid == status->pid &&
              again->exit_code == status->exit_code &&
              again->finishing == status->finishing &&
              again->seconds_since_change == status->seconds_since_change,
          "a printed status reads the same");
}

// A record that is read can be written, and is then read as the same text.
template <typename Record>
void CheckRecord(std::string_view text,
                 std::optional<Record> (*parse)(std::string_view)) {
  const std::optional<Record> record = parse(text);
  if (!record.has_value()) return;
  const std::string written = FormatRecord(*record);
  Require(written.size() <= text.size() + 32, "a record is short");
  const std::optional<Record> again = parse(written);
  Require(again.has_value() && FormatRecord(*again) == written,
          "a written record reads the same");
}

}  // namespace
}  // namespace hermes

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes;  // NOLINT
  const std::string_view text = fuzzing::TextOf(data, size);
  CheckStatus(text);
  CheckRecord(text, ParseStartRecord);
  CheckRecord(text, ParseDeathRecord);
  CheckRecord(text, ParsePhaseRecord);
  CheckRecord(text, ParseAskRecord);
  CheckRecord(text, ParseTakeoverRecord);
  CheckRecord(text, ParseLoggerRecord);
  return 0;
}
