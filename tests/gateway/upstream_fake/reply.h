#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_REPLY_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_REPLY_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/gateway/upstream_fake/script.h"

namespace hermes::gateway {

// The bodies that the fake upstream sends, in the formats of OpenAI's API.

// The name of the only model.
inline constexpr char kFakeModel[] = "fake-model";

// The values that every object of one completion repeats.
struct CompletionFacts {
  std::string id;
  std::string model;
  int64_t created = 0;
  int64_t prompt_tokens = 0;
};

// Returns the values for one completion. `number` makes its id unique. Counts
// four bytes of the messages' JSON as one token.
CompletionFacts FactsOf(const boost::json::object& request, int64_t number,
                        int64_t created);

// Returns the `chat.completion` object of a plain answer.
std::string PlainBody(const Script& script, const CompletionFacts& facts,
                      bool with_usage);

// Formats the events of one stream. The common parts are made once.
class StreamEvents {
 public:
  StreamEvents(const Script& script, const CompletionFacts& facts);

  std::string First() const;  // has the role
  std::string Piece(const std::string& text) const;
  // The event with finish_reason; then, if `with_usage`, the one with the
  // tokens; then [DONE], unless the script omits it.
  std::string End(bool with_usage) const;
  std::string Error() const;
  std::string Garbage() const;

 private:
  std::string Event(const std::string& data) const;
  std::string Chunk(const std::string& choices,
                    const std::string& usage = "") const;

  const Script& script_;
  std::string head_;  // `{"id":...,`, everything before "choices"
  std::string usage_;
  std::string newline_;
};

// Returns {"error":{...}} with these values.
std::string ErrorBody(const std::string& message, const std::string& type,
                      const std::string& code);

// Returns the list of models, which has one entry.
std::string ModelsBody();

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_REPLY_H_
