#ifndef GATEWAY_API_RESPONSE_OBJECT_H_
#define GATEWAY_API_RESPONSE_OBJECT_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/api/responses_request.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway {

// What every part of one response's reply has in common.
struct ResponseIdentity {
  std::string id;          // "resp_" and 32 hexadecimal digits
  int64_t created_at = 0;  // seconds since 1970
  std::string model;       // as the API calls it

  // The id of the one message that the response consists of.
  std::string MessageId() const { return "msg_" + id.substr(5); }
};

// The response as it is while the turn lasts: `in_progress`, without output.
boost::json::object ResponseInProgress(const ResponseIdentity& identity,
                                       const ResponsesRequest& request);

// The response as it is afterwards: completed, incomplete (cut off by a limit
// or a client that left) or failed.
boost::json::object ResponseWhenOver(const ResponseIdentity& identity,
                                     const ResponsesRequest& request,
                                     const TurnOutcome& outcome);

// The events of a response that is streamed, as text of the event stream, each
// with the next sequence number.
class ResponseEvents {
 public:
  ResponseEvents(const ResponseIdentity& identity,
                 const ResponsesRequest& request);

  // response.created up to the part that the text belongs to.
  std::string Begin();
  std::string Text(std::string_view text);
  // The rest, with response.completed, .incomplete or .failed as the last.
  std::string End(const TurnOutcome& outcome);

 private:
  std::string Event(const char* type, boost::json::object event);
  std::string ItemEvent(const char* type, boost::json::object event);

  const ResponseIdentity identity_;
  const ResponsesRequest& request_;
  int sequence_number_ = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_API_RESPONSE_OBJECT_H_
