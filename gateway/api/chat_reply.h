#ifndef GATEWAY_API_CHAT_REPLY_H_
#define GATEWAY_API_CHAT_REPLY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/api/error.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway::api {

// The members that all parts of one completion have in common.
struct CompletionIdentity {
  std::string id;       // "chatcmpl-" and 29 hexadecimal digits
  int64_t created = 0;  // seconds since 1970
  std::string model;    // the model's name in the API
};

// Returns the body of a reply that is not streamed. `outcome` must not have a
// failure. Pure.
std::string CompletionBody(const CompletionIdentity& identity,
                           const TurnOutcome& outcome);

// Builds the events of a streamed reply, as text of the event stream. Pure.
class CompletionChunks {
 public:
  explicit CompletionChunks(const CompletionIdentity& identity);

  // Returns the first event, which contains the role.
  std::string Role() const;
  // Returns the event of a piece of the answer, which must be UTF-8.
  std::string Text(std::string_view text) const;
  // Returns the last events: the finish_reason, the usage, and [DONE]. A
  // failure has the finish_reason "error" and an additional member `error`,
  // which clients recognise.
  std::string End(const TurnOutcome& outcome) const;

 private:
  std::string before_delta_;
};

// Returns the API's usage object, with zeros if the back end did not report
// usage.
boost::json::object UsageObject(const std::optional<Usage>& usage);

// Returns `text`, which must be valid UTF-8, as a JSON string with quotes.
std::string Quoted(std::string_view text);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_CHAT_REPLY_H_
