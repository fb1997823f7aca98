#ifndef GATEWAY_API_RESPONSE_TURN_H_
#define GATEWAY_API_RESPONSE_TURN_H_

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "absl/status/status.h"
#include "gateway/api/context.h"
#include "gateway/api/response_object.h"
#include "gateway/api/responses_request.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway::api {

// Implements TurnRequest's prepare and record for a response: loads the history
// if no session has it, and saves the response. The references must outlive it,
// and it must outlive the turn.
class ResponseTurn {
 public:
  ResponseTurn(const ResponsesRequest& request,
               const ResponseIdentity& identity, SessionStore& store)
      : request_(request), identity_(identity), store_(store) {}

  // Adds to `turn` the history of the response or conversation that the request
  // continues. Failures: 404 response_not_found, 503 session_store_unavailable.
  boost::asio::awaitable<std::optional<TurnFailure>> Prepare(TurnRequest& turn);

  // Saves the response, if the request asks for that and the answer has text.
  boost::asio::awaitable<absl::Status> Record(const TurnRequest& turn,
                                              const TurnOutcome& outcome);

 private:
  const ResponsesRequest& request_;
  const ResponseIdentity& identity_;
  SessionStore& store_;
};

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_RESPONSE_TURN_H_
