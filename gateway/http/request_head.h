#ifndef GATEWAY_HTTP_REQUEST_HEAD_H_
#define GATEWAY_HTTP_REQUEST_HEAD_H_

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/message.hpp>
#include <string_view>

#include "gateway/http/message.h"

namespace hermes::gateway::http {

using RequestHead = boost::beast::http::request_header<>;

// Returns the parts of a parsed head that handlers use. Pure.
Request ToRequest(const RequestHead& head,
                  const boost::asio::ip::address& peer);

// Returns true for a head that HTTP/1.1 does not allow, or after which two
// parties could disagree about the length of the body: with no Host or two,
// with a Transfer-Encoding other than one "chunked", or with a
// Transfer-Encoding next to a Content-Length or in HTTP/1.0. Pure.
bool IsMalformed(const RequestHead& head);

// Returns true if `host` has the form of a Host header's value (RFC 9112, 3.2):
// a name, an IPv4 address or an IPv6 address in brackets, optionally followed
// by a port; or an empty value. Does not look the name up. Pure.
bool IsValidHost(std::string_view host);

// Returns the status of the error reply to a request that violates the
// protocol, by the first matching row of the table in request_head.cc; 0 if
// none matches. Does not check the body. Pure.
int ProtocolErrorStatus(const RequestHead& head);

// Returns true for `OPTIONS *`, which asks about the server as a whole. Pure.
bool IsServerOptions(const Request& request);
// Returns the reply to `OPTIONS *`. Pure.
Response ServerOptionsResponse();

// Returns what is known of a request whose head cannot be parsed: the peer, and
// the Origin header if `text`, the bytes that have arrived, has exactly one
// complete Origin line whose value is visible ASCII. Pure.
Request ToUnparsedRequest(std::string_view text,
                          const boost::asio::ip::address& peer);

// Returns true if X-Forwarded-Proto says that the client used https. The last
// entry, which the nearest proxy has added, counts. The header can be forged,
// so permissions must not depend on it. Pure.
bool CameByHttps(const Request& request);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_REQUEST_HEAD_H_
