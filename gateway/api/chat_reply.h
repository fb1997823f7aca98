#ifndef GATEWAY_API_CHAT_REPLY_H_
#define GATEWAY_API_CHAT_REPLY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/api/api_error.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway {

// What every part of one completion's reply has in common.
struct CompletionIdentity {
  std::string id;       // "chatcmpl-" and 29 hexadecimal digits
  int64_t created = 0;  // seconds since 1970
  std::string model;    // as the API calls it
};

// The body of a reply that comes whole. `outcome` has no failure. Pure.
std::string CompletionBody(const CompletionIdentity& identity,
                           const TurnOutcome& outcome);

// The events of a reply that is streamed, as text of the event stream. Pure.
class CompletionChunks {
 public:
  explicit CompletionChunks(const CompletionIdentity& identity);

  // The first event: who speaks.
  std::string Role() const;
  // A piece of the answer, in UTF-8.
  std::string Text(std::string_view text) const;
  // The last events: how it ended, the usage, and that nothing follows. A
  // failure is an `error` beside a finish_reason of "error", which clients take
  // for what it is.
  std::string End(const TurnOutcome& outcome) const;

 private:
  std::string before_delta_;
};

// The usage as the API has it; zeros where the back end did not count.
boost::json::object UsageObject(const std::optional<Usage>& usage);

// `text` as JSON, with its quotes. `text` is valid UTF-8.
std::string Quoted(std::string_view text);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_CHAT_REPLY_H_
