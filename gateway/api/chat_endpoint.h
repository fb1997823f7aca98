#ifndef GATEWAY_API_CHAT_ENDPOINT_H_
#define GATEWAY_API_CHAT_ENDPOINT_H_

#include <boost/asio/awaitable.hpp>

#include "gateway/api/api_context.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"

namespace hermes::gateway {

// POST /v1/chat/completions, for a client that has shown the key. A request
// without a session header brings its whole history; with one, what the
// session knows is the history and only the last message counts.
boost::asio::awaitable<void> ServeChatCompletion(HttpRequest request,
                                                 HttpExchange& exchange,
                                                 const ApiContext& context);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_CHAT_ENDPOINT_H_
