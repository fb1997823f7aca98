#ifndef GATEWAY_API_RESPONSE_OBJECT_H_
#define GATEWAY_API_RESPONSE_OBJECT_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/api/responses_request.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway::api {

// The members that all parts of one response have in common.
struct ResponseIdentity {
  std::string id;          // "resp_" and 32 hexadecimal digits
  int64_t created_at = 0;  // seconds since 1970
  std::string model;       // the model's name in the API

  // Returns the id of the only message of the response.
  std::string MessageId() const { return "msg_" + id.substr(5); }
};

// Returns the response during the turn: `in_progress`, without output.
boost::json::object ResponseInProgress(const ResponseIdentity& identity,
                                       const ResponsesRequest& request);

// Returns the response after the turn: completed, incomplete (because of a
// limit or because the client left) or failed.
boost::json::object ResponseWhenOver(const ResponseIdentity& identity,
                                     const ResponsesRequest& request,
                                     const TurnOutcome& outcome);

// Builds the events of a streamed response, as text of the event stream. Each
// has the next sequence number.
class ResponseEvents {
 public:
  ResponseEvents(const ResponseIdentity& identity,
                 const ResponsesRequest& request);

  // Returns the events from response.created to the one that adds the part for
  // the text.
  std::string Begin();
  std::string Text(std::string_view text);
  // Returns the remaining events. The last is response.completed, .incomplete
  // or .failed.
  std::string End(const TurnOutcome& outcome);

 private:
  std::string Event(const char* type, boost::json::object event);
  std::string ItemEvent(const char* type, boost::json::object event);

  const ResponseIdentity identity_;
  const ResponsesRequest& request_;
  int sequence_number_ = 0;
};

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_RESPONSE_OBJECT_H_
