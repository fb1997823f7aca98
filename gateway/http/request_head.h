#ifndef GATEWAY_HTTP_REQUEST_HEAD_H_
#define GATEWAY_HTTP_REQUEST_HEAD_H_

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>

#include "gateway/http/message.h"

namespace hermes::gateway {

using RequestHead = boost::beast::http::request_header<>;

// What the rules look at of a header that has been read. Pure.
HttpRequest ToRequest(const RequestHead& head,
                      const boost::asio::ip::address& peer);

// True for a header whose body two parties could understand in two ways, or
// that HTTP/1.1 does not allow: no Host or two, a Transfer-Encoding that is
// not chunked alone, or that stands beside a Content-Length or in HTTP/1.0.
// Pure.
bool IsMalformed(const RequestHead& head);

// The status of the reply to what the library refused to read; 0 if the client
// is gone, or was too slow to be worth a word. Pure.
int ProtocolErrorStatus(const boost::beast::error_code& error);

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_REQUEST_HEAD_H_
