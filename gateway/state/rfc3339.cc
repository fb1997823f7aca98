#include "gateway/state/rfc3339.h"

#include <cstddef>
#include <cstdio>

#include "absl/strings/str_format.h"

namespace hermes::gateway {
namespace {

// Returns the zone's offset from UTC; std::nullopt if `zone` is not valid.
std::optional<std::chrono::minutes> ParseZone(const std::string& zone) {
  if (zone.empty() || zone == "Z" || zone == "z") {
    return std::chrono::minutes(0);
  }
  int hours = 0;
  int minutes = 0;
  int used = 0;
  const bool shaped = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') &&
                      std::sscanf(zone.c_str() + 1, "%2d:%2d%n", &hours,
                                  &minutes, &used) == 2 &&
                      used == 5;
  if (!shaped || hours < 0 || minutes < 0) return std::nullopt;
  const std::chrono::minutes offset(hours * 60 + minutes);
  return zone[0] == '-' ? -offset : offset;
}

}  // namespace

WallTime WallNow() {
  return std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::now());
}

std::string FormatRfc3339(WallTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return absl::StrFormat(
      "%04d-%02d-%02dT%02d:%02d:%02d+00:00", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<WallTime> ParseRfc3339(const std::string& text) {
  int year = 0, hour = 0, minute = 0, second = 0;
  unsigned month = 0, day = 0;
  int used = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u%*1[Tt ]%2d:%2d:%2d%n", &year,
                  &month, &day, &hour, &minute, &second, &used) != 6 ||
      used != 19) {
    return std::nullopt;
  }
  size_t zone_at = static_cast<size_t>(used);
  if (zone_at < text.size() && text[zone_at] == '.') {
    zone_at = text.find_first_not_of("0123456789", zone_at + 1);
  }
  const std::optional<std::chrono::minutes> offset =
      ParseZone(zone_at >= text.size() ? "" : text.substr(zone_at));
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(month),
                                         std::chrono::day(day)};
  const bool in_range = date.ok() && hour >= 0 && hour < 24 && minute >= 0 &&
                        minute < 60 && second >= 0 && second <= 60;
  if (!offset.has_value() || !in_range) return std::nullopt;
  const std::chrono::sys_days day_start = date;
  return day_start + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) - *offset;
}

}  // namespace hermes::gateway
