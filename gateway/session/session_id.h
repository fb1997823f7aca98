#ifndef GATEWAY_SESSION_SESSION_ID_H_
#define GATEWAY_SESSION_SESSION_ID_H_

#include <chrono>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// A new session's id: `now` in UTC and eight random hexadecimal digits,
// 20261122_100000_1a2b3c4d. Not unique by itself: two of one second may, once
// in four milliards, be the same.
absl::StatusOr<std::string> NewSessionId(std::chrono::sys_seconds now);

// 32 random hexadecimal digits: nobody has had the same.
absl::StatusOr<std::string> NewTurnToken();

// The id of a conversation that its client sends whole with each request and
// gives no name: "api-" and the first 16 hexadecimal digits of the SHA-256 of
// `system`, a newline and `first_user_text`. Pure.
std::string DerivedSessionId(std::string_view system,
                             std::string_view first_user_text);

// Whether `id` has the form of DerivedSessionId's. Pure.
bool IsDerivedSessionId(std::string_view id);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_ID_H_
