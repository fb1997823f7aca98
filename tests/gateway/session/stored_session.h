#ifndef TESTS_GATEWAY_SESSION_STORED_SESSION_H_
#define TESTS_GATEWAY_SESSION_STORED_SESSION_H_

#include <cstddef>
#include <string>

#include "gateway/session/session_database.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway {

// Begins a turn of the session `id` and leaves it in progress.
OpenedTurn BeginStoredTurn(SessionDatabase& database, const std::string& id,
                           const std::string& text);

// Adds a turn to the session `id`: a message of `bytes` and an answer. Sets the
// session's last use to `age_secs` ago.
void AddStoredTurn(SessionDatabase& database, const std::string& id,
                   double age_secs, size_t bytes = 10);

// Adds a response of the session `session`, last used `age_secs` ago.
void AddStoredResponse(SessionDatabase& database, const std::string& id,
                       const std::string& session, double age_secs);

// Rebuilds the database without auto_vacuum, as an older version that could not
// release pages would have created it.
void RebuildWithoutVacuum(SessionDatabase& database);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_SESSION_STORED_SESSION_H_
