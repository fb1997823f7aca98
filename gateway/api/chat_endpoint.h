#ifndef GATEWAY_API_CHAT_ENDPOINT_H_
#define GATEWAY_API_CHAT_ENDPOINT_H_

#include <boost/asio/awaitable.hpp>

#include "gateway/api/context.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"

namespace hermes::gateway::api {

// Serves POST /v1/chat/completions for an authenticated client. A request
// without a session header contains its whole history. With a session header
// the history is that of the session, and only the request's last message
// counts.
boost::asio::awaitable<void> ServeChatCompletion(http::Request request,
                                                 http::Exchange& exchange,
                                                 const Context& context);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_CHAT_ENDPOINT_H_
