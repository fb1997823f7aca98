#ifndef GATEWAY_STATE_RFC3339_H_
#define GATEWAY_STATE_RFC3339_H_

#include <chrono>
#include <optional>
#include <string>

namespace hermes::gateway {

using WallTime = std::chrono::sys_seconds;

// Returns the current time in whole seconds.
WallTime WallNow();

// Formats `time` like 2026-11-22T10:00:00+00:00, always in UTC.
std::string FormatRfc3339(WallTime time);

// Parses a date and time with an optional fraction, which is dropped, and a
// zone (Z, +hh:mm or -hh:mm; UTC if missing). Returns std::nullopt for anything
// else. Pure.
std::optional<WallTime> ParseRfc3339(const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_RFC3339_H_
