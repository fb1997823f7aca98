#ifndef GATEWAY_API_GENERATION_H_
#define GATEWAY_API_GENERATION_H_

#include <boost/json/object.hpp>
#include <string>

#include "gateway/api/json_body.h"

namespace hermes::gateway {

// What a request says about how the answer is to be made.
struct Generation {
  std::string model;  // as asked for, "" if it was not
  bool stream = false;
  boost::json::object options;  // Prompt::options
};

// Reads what chat completions and responses have in common. Options that a
// back end may be given are checked by type and taken over; others are let be,
// except those that would change what the answer is (tools, n, logprobs,
// audio): these are refused rather than ignored.
// Errors: 400 invalid_value, 400 unsupported_parameter. Pure.
OrError<Generation> ParseGeneration(const boost::json::object& body);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_GENERATION_H_
