#ifndef GATEWAY_API_RESPONSES_ENDPOINT_H_
#define GATEWAY_API_RESPONSES_ENDPOINT_H_

#include <boost/asio/awaitable.hpp>
#include <string>

#include "gateway/api/context.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"

namespace hermes::gateway::api {

// All functions serve authenticated clients.

// Serves POST /v1/responses. The response continues the response or
// conversation that `previous_response_id` or `conversation` names, or the
// session that a header names.
boost::asio::awaitable<void> ServeNewResponse(http::Request request,
                                              http::Exchange& exchange,
                                              const Context& context);

// Serves GET and DELETE /v1/responses/{id}.
boost::asio::awaitable<void> ServeStoredResponse(http::Request request,
                                                 std::string id,
                                                 http::Exchange& exchange,
                                                 const Context& context);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_RESPONSES_ENDPOINT_H_
