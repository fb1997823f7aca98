#ifndef TESTS_GATEWAY_SESSION_STORED_SESSION_H_
#define TESTS_GATEWAY_SESSION_STORED_SESSION_H_

#include <cstddef>
#include <string>

#include "gateway/session/session_database.h"
#include "gateway/session/session_store.h"

namespace hermes::gateway {

// Begins a turn of the session `id`, which stays in progress.
OpenedTurn BeginStoredTurn(SessionDatabase& database, const std::string& id,
                           const std::string& text);

// Adds a turn to the session `id`: a message of `bytes` and an answer. Counts
// the session as last used `age_secs` ago.
void AddStoredTurn(SessionDatabase& database, const std::string& id,
                   double age_secs, size_t bytes = 10);

// Adds a response that was made in the session `session`, last used `age_secs`
// ago.
void AddStoredResponse(SessionDatabase& database, const std::string& id,
                       const std::string& session, double age_secs);

// Rebuilds the database as one of a version that could not give pages back.
void RebuildWithoutVacuum(SessionDatabase& database);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_SESSION_STORED_SESSION_H_
