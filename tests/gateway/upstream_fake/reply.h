#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_REPLY_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_REPLY_H_

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/gateway/upstream_fake/script.h"

namespace hermes::gateway {

// The bodies of the fake upstream, in the shapes of OpenAI's API.

// The model that the fake says it has.
inline constexpr char kFakeModel[] = "fake-model";

// What every object of one completion repeats.
struct CompletionFacts {
  std::string id;
  std::string model;
  int64_t created = 0;
  int64_t prompt_tokens = 0;
};

// `number` tells completions apart. A token is taken for four bytes of JSON.
CompletionFacts FactsOf(const boost::json::object& request, int64_t number,
                        int64_t created);

// The `chat.completion` of a plain answer.
std::string PlainBody(const Script& script, const CompletionFacts& facts,
                      bool with_usage);

// The text of an event stream, made once and then concatenated as it goes out.
class StreamEvents {
 public:
  StreamEvents(const Script& script, const CompletionFacts& facts);

  std::string First() const;  // the role
  std::string Piece(const std::string& text) const;
  // finish_reason; then, `with_usage`, the tokens; then [DONE], unless the
  // script is against it.
  std::string End(bool with_usage) const;
  std::string Error() const;
  std::string Garbage() const;

 private:
  std::string Event(const std::string& data) const;
  std::string Chunk(const std::string& choices,
                    const std::string& usage = "") const;

  const Script& script_;
  std::string head_;  // `{"id":...,` up to and without "choices"
  std::string usage_;
  std::string newline_;
};

// {"error":{...}} as the script words it.
std::string ErrorBody(const std::string& message, const std::string& type,
                      const std::string& code);

// The list of the one model.
std::string ModelsBody();

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_REPLY_H_
