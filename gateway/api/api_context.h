#ifndef GATEWAY_API_API_CONTEXT_H_
#define GATEWAY_API_API_CONTEXT_H_

#include <chrono>
#include <string>

#include "gateway/api/api_observer.h"
#include "gateway/api/idempotency.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway {

// Settings of the API.
struct ApiOptions {
  std::string profile = "default";
  std::string model_name = "hermes-agent";  // what clients call the model
  // If true, a request's model is passed to the back end; otherwise the model
  // name in a request is ignored.
  bool direct_model_requests = false;
  // A stream that has been silent for this long gets a comment.
  std::chrono::milliseconds keepalive_interval = std::chrono::seconds(30);
};

// The dependencies of the endpoints. All must outlive them.
struct ApiContext {
  const ApiOptions& options;
  TurnRunner& turns;
  SessionStore& store;
  IdempotencyMemory& memory;
  ApiObserver& observer;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_API_API_CONTEXT_H_
