#ifndef GATEWAY_API_API_CONTEXT_H_
#define GATEWAY_API_API_CONTEXT_H_

#include <chrono>
#include <string>

#include "gateway/api/api_observer.h"
#include "gateway/api/idempotency.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway {

// How the API names and treats what it answers with.
struct ApiOptions {
  std::string profile = "default";
  std::string model_name = "hermes-agent";  // what clients call the model
  // A request's model is handed on; otherwise every name means the same.
  bool direct_model_requests = false;
  // A stream that has been silent so long gets a comment.
  std::chrono::milliseconds keepalive_interval = std::chrono::seconds(30);
};

// What the endpoints work with; all of it outlives them.
struct ApiContext {
  const ApiOptions& options;
  TurnRunner& turns;
  SessionStore& store;
  IdempotencyMemory& memory;
  ApiObserver& observer;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_API_API_CONTEXT_H_
