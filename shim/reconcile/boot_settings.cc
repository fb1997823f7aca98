#include "shim/reconcile/boot_settings.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/parse_number.h"
#include "shim/base/truth.h"
#include "shim/profile/recorded_state.h"
#include "shim/scripts/restart_limit.h"

namespace hermes {
namespace {

constexpr int kLongestStagger = 3600;
constexpr std::string_view kDashboardPrefix = "HERMES_DASHBOARD_";

std::string WarningLine(std::string_view name, std::string_view value,
                        std::string_view what) {
  std::string line(name);
  return line.append("='").append(value).append("' ").append(what);
}

class Reader {
 public:
  explicit Reader(const Environment& environment) : environment_(environment) {}

  BootSettings Read() {
    ReadAutostart();
    ReadBootstrapState();
    ReadStagger();
    ReadMaxRestarts();
    ReadDashboard();
    return std::move(settings_);
  }

 private:
  void Warn(std::string_view name, std::string_view what) {
    settings_.warnings.push_back(
        WarningLine(name, environment_.GetOrEmpty(name), what));
  }

  void ReadAutostart() {
    constexpr std::string_view kName = "HERMES_GATEWAY_AUTOSTART";
    const std::string_view value = environment_.GetOrEmpty(kName);
    if (value.empty()) return;
    switch (ParseTruth(value)) {
      case Truth::kTrue:
        settings_.autostart = Autostart::kAlways;
        break;
      case Truth::kFalse:
        settings_.autostart = Autostart::kNever;
        break;
      case Truth::kUnrecognised:
        Warn(kName, "is not understood and is ignored; use 1 or 0");
        break;
    }
  }

  void ReadBootstrapState() {
    constexpr std::string_view kName = "HERMES_GATEWAY_BOOTSTRAP_STATE";
    const std::string_view value = environment_.GetOrEmpty(kName);
    if (value == "running") {
      settings_.bootstrap_state = Intent::kRunning;
    } else if (value == "stopped") {
      settings_.bootstrap_state = Intent::kStopped;
    } else if (!value.empty()) {
      Warn(kName, "is neither running nor stopped and is ignored");
    }
  }

  void ReadStagger() {
    constexpr std::string_view kName = "HERMES_GATEWAY_START_STAGGER";
    const std::string_view value = environment_.GetOrEmpty(kName);
    const std::optional<int> seconds =
        ParseNumberBetween(value, 0, kLongestStagger);
    if (seconds) {
      settings_.start_stagger_s = *seconds;
    } else if (!value.empty()) {
      Warn(kName, "is not a whole number of seconds from 0 to 3600; using 0");
    }
  }

  // The slots' `finish` reads the value each time and reports no error. It is
  // reported here, once a boot.
  void ReadMaxRestarts() {
    const std::string_view value =
        environment_.GetOrEmpty(kMaxRestartsVariable);
    if (!value.empty() && !ParseMaxRestarts(value)) {
      Warn(kMaxRestartsVariable,
           "is not a whole number from 0 to 1000000; restarts are not limited");
    }
  }

  void ReadDashboard() {
    constexpr std::string_view kName = "HERMES_DASHBOARD";
    const Truth truth = ParseTruth(environment_.GetOrEmpty(kName));
    settings_.dashboard_enabled = truth == Truth::kTrue;
    if (truth == Truth::kUnrecognised) {
      Warn(kName,
           "is not understood and starts no dashboard; use 1, true or yes to "
           "start it");
    } else if (truth == Truth::kFalse) {
      WarnOfIdleDashboardSettings();
    }
  }

  void WarnOfIdleDashboardSettings() {
    for (const std::string& entry : environment_.entries()) {
      const size_t end = entry.find('=');
      // An empty value counts as unset.
      if (end == std::string::npos || end + 1 == entry.size()) continue;
      if (entry.compare(0, kDashboardPrefix.size(), kDashboardPrefix) != 0) {
        continue;
      }
      settings_.warnings.push_back(entry.substr(0, end) +
                                   " is set, but no dashboard is started; set "
                                   "HERMES_DASHBOARD=1 to start it");
      return;
    }
  }

  const Environment& environment_;
  BootSettings settings_;
};

}  // namespace

BootSettings ReadBootSettings(const Environment& environment) {
  return Reader(environment).Read();
}

}  // namespace hermes
