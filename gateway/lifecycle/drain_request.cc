#include "gateway/lifecycle/drain_request.h"

#include <fcntl.h>

#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"
#include "gateway/lock/process_facts.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

constexpr size_t kLargest = size_t{64} * 1024;
constexpr std::chrono::seconds kFreshness{3600};

std::string StringAt(const json::object& request, const char* key) {
  const json::value* value = request.if_contains(key);
  if (value == nullptr || !value->is_string()) return "";
  return std::string(value->get_string());
}

// Returns when it was written: a date and time, or seconds since 1970.
std::optional<WallTime> TimeOf(const json::object& request) {
  const json::value* value = request.if_contains("requested_at");
  if (value == nullptr) return std::nullopt;
  if (value->is_string())
    return ParseRfc3339(StringAt(request, "requested_at"));
  if (!value->is_number()) return std::nullopt;
  const double secs = value->to_number<double>();
  if (!(std::abs(secs) < 1e12)) return std::nullopt;
  return WallTime(std::chrono::seconds(static_cast<int64_t>(secs)));
}

// Returns why the request is stale, "" if it is not.
std::string Staleness(const json::object& request, const std::string& own_epoch,
                      WallTime now) {
  const std::string epoch = StringAt(request, "epoch");
  if (!epoch.empty() && !own_epoch.empty() && epoch != own_epoch) {
    return "it was made for another boot";
  }
  const std::optional<WallTime> made = TimeOf(request);
  if (!made.has_value()) return "";
  if (now - *made > kFreshness) return "it is older than an hour";
  if (*made - now > kFreshness) return "it is dated more than an hour ahead";
  return "";
}

std::string FirstLineOf(const char* path) {
  const std::string text = ReadSmallFile(AT_FDCWD, path, kLargest).value_or("");
  return text.substr(0, text.find('\n'));
}

}  // namespace

DrainRequest JudgeDrainRequest(const std::optional<std::string>& text,
                               const std::string& own_epoch, WallTime now) {
  DrainRequest judged;
  if (!text.has_value()) return judged;
  judged.active = true;
  json::error_code error;
  const json::value value = json::parse(*text, error);
  if (error.failed() || !value.is_object()) return judged;
  const json::object& request = value.get_object();
  judged.principal = StringAt(request, "principal");
  const json::value* quiet = request.if_contains("suppress_notification");
  judged.suppress_notification =
      quiet != nullptr && quiet->is_bool() && quiet->get_bool();
  judged.ignored_because = Staleness(request, own_epoch, now);
  judged.active = judged.ignored_because.empty();
  return judged;
}

std::string OwnDrainEpoch() {
  const std::string boot_id = FirstLineOf("/proc/sys/kernel/random/boot_id");
  const std::optional<ProcessFacts> init =
      ParseProcStat(FirstLineOf("/proc/1/stat"));
  if (boot_id.empty() || !init.has_value()) return "";
  return absl::StrCat(boot_id, ":", init->start_time);
}

DrainRequest ReadDrainRequest(int home_fd, const std::string& own_epoch) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(home_fd, kDrainRequestFile, kLargest);
  if (absl::IsNotFound(text.status())) return {};
  return JudgeDrainRequest(text.value_or(""), own_epoch, WallNow());
}

}  // namespace hermes::gateway
