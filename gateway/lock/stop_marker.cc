#include "gateway/lock/stop_marker.h"

#include <boost/json.hpp>
#include <cstdint>
#include <optional>

namespace hermes::gateway {
namespace {

namespace json = boost::json;

// Returns the number in `value`, truncated; std::nullopt if it is not a number.
std::optional<int64_t> AsInteger(const json::value& value) {
  json::error_code error;
  if (value.is_double()) {
    const double number = value.get_double();
    // The negation also rejects NaN; int64_t cannot hold other values.
    if (!(number > -9e18 && number < 9e18)) return std::nullopt;
    return static_cast<int64_t>(number);
  }
  const int64_t number = value.to_number<int64_t>(error);
  if (error.failed()) return std::nullopt;
  return number;
}

bool IsFresh(const json::value& written_at, WallTime now) {
  std::optional<WallTime> written;
  if (written_at.is_string()) {
    written = ParseRfc3339(std::string(written_at.get_string()));
  } else if (const auto secs = AsInteger(written_at); secs.has_value()) {
    written = WallTime(std::chrono::seconds(*secs));
  }
  return written.has_value() && *written >= now - kMarkerLifetime &&
         *written <= now + kMarkerLifetime;
}

bool StartTimeFits(const PidRecord& self, const json::value* start_time) {
  if (start_time == nullptr || start_time->is_null()) return true;
  const std::optional<int64_t> ticks = AsInteger(*start_time);
  if (!ticks.has_value()) return false;
  return !self.start_time.has_value() ||
         static_cast<uint64_t>(*ticks) == *self.start_time;
}

bool HomeFits(const PidRecord& self, const json::value* home) {
  if (home == nullptr || !home->is_string()) return true;
  return home->get_string() == json::string_view(self.hermes_home);
}

json::value StartTimeValue(const PidRecord& record) {
  if (!record.start_time.has_value()) return nullptr;
  return *record.start_time;
}

}  // namespace

bool MarkerIsFor(const PidRecord& self, std::string_view text, WallTime now) {
  json::error_code error;
  const json::value value =
      json::parse(json::string_view(text.data(), text.size()), error);
  const json::object* marker = error.failed() ? nullptr : value.if_object();
  if (marker == nullptr) return false;
  const json::value* pid = marker->if_contains("target_pid");
  const json::value* written_at = marker->if_contains("written_at");
  if (pid == nullptr || written_at == nullptr) return false;
  return AsInteger(*pid) == self.pid && IsFresh(*written_at, now) &&
         StartTimeFits(self, marker->if_contains("target_start_time")) &&
         HomeFits(self, marker->if_contains("target_hermes_home"));
}

std::string FormatTakeover(const PidRecord& target, const PidRecord& replacer,
                           WallTime now) {
  json::object marker;
  marker["target_pid"] = target.pid;
  marker["target_start_time"] = StartTimeValue(target);
  if (!target.hermes_home.empty()) {
    marker["target_hermes_home"] = target.hermes_home;
  }
  marker["replacer_pid"] = replacer.pid;
  marker["replacer_hermes_home"] = replacer.hermes_home;
  marker["written_at"] = FormatRfc3339(now);
  return json::serialize(marker);
}

}  // namespace hermes::gateway
