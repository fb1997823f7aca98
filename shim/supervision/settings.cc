#include "shim/supervision/settings.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/parse_number.h"
#include "shim/supervision/on_fatal.h"

namespace hermes {
namespace {

constexpr int kLargestExitCode = 255;
constexpr int kLongestStopSeconds = 86400;

// Sets *target to the variable's number, times `unit`. Leaves *target as it is
// if the variable is unset or empty, and also, with a warning, if it is not a
// number from 0 to `largest`.
void ReadNumber(const Environment& environment, std::string_view name,
                int largest, int unit, int* target,
                std::vector<std::string>* warnings) {
  const std::string_view text = environment.GetOrEmpty(name);
  if (text.empty()) return;
  const std::optional<int> number = ParseNumberBetween(text, 0, largest);
  if (number.has_value()) {
    *target = *number * unit;
    return;
  }
  std::string warning(name);
  warning.append("=").append(text).append(" is not a whole number from 0 to ");
  warning.append(std::to_string(largest)).append("; using ");
  warning.append(std::to_string(*target / unit));
  warnings->push_back(std::move(warning));
}

void ReadOnFatal(const Environment& environment,
                 SupervisionSettings* settings) {
  constexpr std::string_view kName = "HERMES_GATEWAY_ON_FATAL";
  const std::string_view value = environment.GetOrEmpty(kName);
  const std::optional<OnFatal> policy = ParseOnFatal(value);
  settings->on_fatal = policy.value_or(OnFatal::kStay);
  if (policy.has_value()) return;
  std::string warning(kName);
  warning.append("='").append(value).append(
      "' is neither stay nor exit; using stay");
  settings->warnings.push_back(std::move(warning));
}

}  // namespace

SupervisionSettings ReadSupervisionSettings(const Environment& environment) {
  SupervisionSettings settings;
  ReadNumber(environment, "HERMES_ENTRY_TERM_EXIT_CODE", kLargestExitCode, 1,
             &settings.term_exit_code, &settings.warnings);
  ReadNumber(environment, "HERMES_ENTRY_STOP_TIMEOUT", kLongestStopSeconds,
             1000, &settings.stop_timeout_ms, &settings.warnings);
  ReadOnFatal(environment, &settings);
  return settings;
}

}  // namespace hermes
