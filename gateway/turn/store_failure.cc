#include "gateway/turn/store_failure.h"

#include <string>

namespace hermes::gateway {

TurnFailure StoreUnavailable(std::string_view what) {
  TurnFailure failure;
  failure.http_status = 503;
  failure.code = "session_store_unavailable";
  failure.message =
      std::string(what) + "; the gateway's log says why. Try again later.";
  failure.retry_after_secs = 5;
  return failure;
}

}  // namespace hermes::gateway
