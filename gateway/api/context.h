#ifndef GATEWAY_API_CONTEXT_H_
#define GATEWAY_API_CONTEXT_H_

#include <chrono>
#include <string>

#include "gateway/api/idempotency.h"
#include "gateway/api/observer.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway::api {

// Settings of the API.
struct Options {
  std::string profile = "default";
  std::string model_name = "hermes-agent";  // what clients call the model
  // If true, a request's model is passed to the back end; otherwise the model
  // name in a request is ignored.
  bool direct_model_requests = false;
  // A stream that has been silent for this long gets a comment.
  std::chrono::milliseconds keepalive_interval = std::chrono::seconds(30);
};

// The dependencies of the endpoints. All must outlive them.
struct Context {
  const Options& options;
  TurnRunner& turns;
  SessionStore& store;
  IdempotencyMemory& memory;
  Observer& observer;
};

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_CONTEXT_H_
