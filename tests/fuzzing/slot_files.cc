// Fuzzes the output of s6-svstat, and the records in a slot's data/.

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

// Returns `status` as s6-svstat prints it.
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
          "an exit code is -1 to 255");
  Require(status->pid == -1 || status->pid > 0,
          "a pid is positive, or -1 if there is none");
  Require(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789 @-\n") ==
              std::string_view::npos,
          "text that s6-svstat never prints is refused");
  Require(!status->finishing || !status->up,
          "a service that is up is not finishing");
  const auto again = ParseSlotStatus(Printed(*status));
  Require(again.has_value() && again->up == status->up &&
              again->wanted_up == status->wanted_up &&
              again->ready == status->ready && again->pid == status->pid &&
              again->exit_code == status->exit_code &&
              again->finishing == status->finishing &&
              again->seconds_since_change == status->seconds_since_change,
          "a printed status reads the same");
}

// Checks that a record that was read can be written, and that the written text
// is then read as the same record.
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
