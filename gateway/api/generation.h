#ifndef GATEWAY_API_GENERATION_H_
#define GATEWAY_API_GENERATION_H_

#include <boost/json/object.hpp>
#include <string>

#include "gateway/api/json_body.h"

namespace hermes::gateway::api {

// The members of a request that control how the answer is generated.
struct Generation {
  std::string model;  // the requested model, or ""
  bool stream = false;
  boost::json::object options;  // Prompt::options
};

// Parses the members that chat completions and responses have in common. Checks
// the types of the options that a back end may get, and copies them. Rejects
// the options that would change the kind of answer (tools, n, logprobs, audio),
// and ignores all others. Errors: 400 invalid_value, 400 unsupported_parameter.
// Pure.
OrError<Generation> ParseGeneration(const boost::json::object& body);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_GENERATION_H_
