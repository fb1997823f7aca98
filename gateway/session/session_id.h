#ifndef GATEWAY_SESSION_SESSION_ID_H_
#define GATEWAY_SESSION_SESSION_ID_H_

#include <chrono>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Returns an id for a new session: `now` in UTC and eight random hexadecimal
// digits, such as 20261122_100000_1a2b3c4d. The caller must check that it is
// unused: two ids of the same second are equal once in four billion cases.
absl::StatusOr<std::string> NewSessionId(std::chrono::sys_seconds now);

// Returns 32 random hexadecimal digits, which are unique.
absl::StatusOr<std::string> NewTurnToken();

// Returns the id of an unnamed conversation whose client sends all of it with
// each request: "api-" and the first 16 hexadecimal digits of the SHA-256 of
// `system`, a newline and `first_user_text`. Pure.
std::string DerivedSessionId(std::string_view system,
                             std::string_view first_user_text);

// Returns true if `id` has the form of DerivedSessionId()'s result. Pure.
bool IsDerivedSessionId(std::string_view id);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_ID_H_
